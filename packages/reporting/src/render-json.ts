import type { Figure } from '@hrd-shield/domain';
import type { BenchmarkResult, NamedFigure, Report, ResultGroup } from './result.ts';

/** The report for machines: every number with its sample, interval and formula hash. */
export function reportJson(report: Report): object {
  return {
    format: 'hrd-shield.report.v1',
    asOf: new Date(report.asOf).toISOString(),
    synthetic: report.synthetic,
    benchmarks: report.results.map(resultJson),
  };
}

/** One benchmark for machines. Durations are ms; `scaled` is measured time times `clockScale`. */
export function resultJson(result: BenchmarkResult): object {
  const { id, title, recommendation, unit, target } = result.definition;
  return {
    id,
    title,
    recommendation,
    unit,
    target: target ?? null,
    formulaHash: result.formulaHash,
    groups: result.groups.map(groupJson),
  };
}

function groupJson(group: ResultGroup): object {
  const scale = group.clock?.kind === 'scaled' ? group.clock.scale : undefined;
  return {
    clock: group.clock?.kind ?? null,
    clockScale: scale ?? null,
    decidedBy: group.decidedBy ?? null,
    reached: group.judgement.reached,
    isCertain: group.judgement.isCertain,
    figures: figuresJson(group.figures, scale),
    slices: group.slices.map(({ name, figures }) => ({
      name,
      figures: figuresJson(figures, scale),
    })),
  };
}

function figuresJson(figures: readonly NamedFigure[], scale: number | undefined): object {
  return Object.fromEntries(
    figures.map(({ label, figure }) => [label, { ...figure, ...scaledJson(figure, scale) }]),
  );
}

function scaledJson(figure: Figure, scale: number | undefined): object {
  if (scale === undefined || figure.kind !== 'value') return {};
  return { scaled: figure.value * scale };
}

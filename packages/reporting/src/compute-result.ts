import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import {
  exactCount,
  type Figure,
  judgeTarget,
  kaplanMeier,
  poissonRate,
  type SurvivalCurve,
  suppressCells,
  survivalQuantile,
  wilsonRatio,
  withheldUnder,
} from '@hrd-shield/domain';
import type { Benchmark } from '@hrd-shield/policy';
import type { BenchmarkResult, NamedFigure, ReportClock, ResultGroup, Slice } from './result.ts';
import type { SampleRow } from './sample-rows.ts';

/** How small samples are treated. */
export interface Disclosure {
  /** Overrides the minimum cell of every definition; only for a synthetic city. */
  readonly showSmallCells: boolean;
}

/** Turns the rows of one formula into its published numbers. Pure. */
export function computeResult(
  benchmark: Benchmark,
  rows: readonly SampleRow[],
  disclosure: Disclosure,
): BenchmarkResult {
  const { definition, formulaHash } = benchmark;
  const floor = disclosure.showSmallCells ? 1 : definition.minimumCell;
  const groups = [...groupBy(rows, (row) => `${row.clockScale ?? ''}/${row.scripted ?? ''}`)]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([, members]) => groupOf(definition, members, floor));
  return { definition, formulaHash, groups };
}

function groupOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): ResultGroup {
  const figures = figuresOf(definition, rows).map(({ label, figure }) => ({
    label,
    figure: withheldUnder(figure, floor),
  }));
  const clock = clockOf(definition, rows[0]);
  const scripted = rows[0]?.scripted;
  const curve = curveOf(definition, rows, floor);
  const aimed = figures.find(({ label }) => label === definition.target.of)?.figure;
  // A scaled clock and a script say nothing about how long people take.
  const isJudged = clock?.kind !== 'scaled' && scripted !== true && aimed !== undefined;
  return {
    ...(clock === undefined ? {} : { clock }),
    ...(scripted === undefined ? {} : { decidedBy: scripted ? 'scripts' : 'people' }),
    figures,
    slices: slicesOf(definition, rows, floor),
    ...(curve === undefined ? {} : { curve }),
    judgement: judgeTarget(isJudged ? aimed : { kind: 'no-data' }, definition.target),
  };
}

function slicesOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): readonly Slice[] {
  if (definition.by === undefined) return [];
  const cells = [...groupBy(rows, (row) => row.slice ?? '')]
    .filter(([, members]) => sizeOf(members) > 0)
    .sort(([a], [b]) => a.localeCompare(b, 'en'));
  const withheld = suppressCells(
    cells.map(([, members]) => sizeOf(members)),
    floor,
  );
  return cells.map(([name, members], at) => ({
    name,
    figures: figuresOf(definition, members).map(({ label, figure }) => ({
      label,
      figure: withheld[at] ? { kind: 'withheld', minimumCell: floor } : figure,
    })),
  }));
}

function figuresOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
): readonly NamedFigure[] {
  const n = sizeOf(rows);
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  switch (definition.statistic) {
    case 'km-quantiles':
    case 'quantiles': {
      const curve = survivalOf(rows);
      return (definition.quantiles ?? []).map((quantile) => ({
        label: quantileLabel(quantile),
        figure: survivalQuantile(curve, quantile),
      }));
    }
    case 'ratio':
      return [{ label: 'share', figure: wilsonRatio(total, n) }];
    case 'count':
      return [countFigure(rows, total, n)];
  }
}

function countFigure(rows: readonly SampleRow[], total: number, n: number): NamedFigure {
  // Every row of a group carries the same exposure: that of the whole group.
  const exposure = rows.find((row) => row.exposure !== undefined)?.exposure;
  if (exposure !== undefined) return { label: 'rate', figure: poissonRate(total, exposure, n) };
  const figure: Figure = exactCount(total, n);
  return { label: 'count', figure };
}

function curveOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): SurvivalCurve | undefined {
  if (definition.quantiles === undefined || sizeOf(rows) < floor) return undefined;
  return survivalOf(rows);
}

function survivalOf(rows: readonly SampleRow[]): SurvivalCurve {
  return kaplanMeier(
    rows.map((row) => ({ time: row.value, observed: row.observed, weight: row.n })),
  );
}

function clockOf(
  definition: BenchmarkDefinition,
  row: SampleRow | undefined,
): ReportClock | undefined {
  const scale = row?.clockScale;
  if (scale === undefined) return definition.unit === 'ms' ? { kind: 'event-time' } : undefined;
  return scale === 1 ? { kind: 'real' } : { kind: 'scaled', scale };
}

function quantileLabel(quantile: number): string {
  return quantile === 0.5 ? 'median' : `p${Math.round(quantile * 100)}`;
}

function sizeOf(rows: readonly SampleRow[]): number {
  return rows.reduce((sum, row) => sum + row.n, 0);
}

function groupBy(
  rows: readonly SampleRow[],
  keyOf: (row: SampleRow) => string,
): ReadonlyMap<string, readonly SampleRow[]> {
  const groups = new Map<string, SampleRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const members = groups.get(key) ?? [];
    members.push(row);
    groups.set(key, members);
  }
  return groups;
}

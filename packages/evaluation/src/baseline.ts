import { readFileSync, writeFileSync } from 'node:fs';
import { standingOf } from './metrics/judge.ts';
import type { EvalSection, Metric } from './section.ts';

/** What a metric was when the baseline was recorded; null where it was not known or never. */
export interface Baseline {
  readonly policyHash: string;
  readonly recordedAt: string;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Room for chance and rounding between equal code on other machines: none is needed, runs repeat. */
const SLACK = 1e-6;

export function readBaseline(path: string): Baseline {
  return JSON.parse(readFileSync(path, 'utf8')) as Baseline;
}

/** Records the judged metrics of a section. */
export function writeBaseline(path: string, section: EvalSection): void {
  const judged = Object.entries(section.metrics).filter(
    ([, metric]) => standingOf(metric) !== 'not-judged',
  );
  const baseline: Baseline = {
    policyHash: section.policyHash,
    recordedAt: section.ranAt,
    metrics: Object.fromEntries(
      judged.map(([name, { value }]) => [name, Number.isFinite(value) ? value : null]),
    ),
  };
  writeFileSync(path, `${JSON.stringify(baseline, undefined, 2)}\n`);
}

/**
 * Metrics that are worse than recorded, in words. One that meets its floor may move above it: what
 * is kept is that no floor breaks that held, and that nothing broken gets worse.
 */
export function againstBaseline(
  metrics: Readonly<Record<string, Metric>>,
  baseline: Baseline,
): readonly string[] {
  return Object.entries(baseline.metrics).flatMap(([name, recorded]) => {
    const metric = metrics[name];
    if (metric === undefined) return [`${name} is not measured any more`];
    const standing = standingOf(metric);
    if (standing === 'goal' || standing === 'floor' || standing === 'not-judged') return [];
    if (recorded === null) return [];
    const sign = metric.better === 'lower' ? 1 : -1;
    const lost = sign * (metric.value - recorded);
    return lost > SLACK ? [`${name} ${metric.value} was ${recorded}`] : [];
  });
}

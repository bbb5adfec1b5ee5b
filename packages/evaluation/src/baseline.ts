import { readFileSync, writeFileSync } from 'node:fs';
import { standingOf } from './metrics/judge.ts';
import type { EvalSection, Metric } from './section.ts';

/** What one metric was; null where it was not known or never. */
export interface Recorded {
  readonly value: number | null;
  /** The worse end of its interval. */
  readonly worst: number | null;
  /** Whether its floor held. */
  readonly held: boolean;
}

/** What the judged metrics were when the baseline was recorded. */
export interface Baseline {
  readonly policyHash: string;
  readonly recordedAt: string;
  readonly metrics: Readonly<Record<string, Recorded>>;
}

/** Records the set of runs that the test of every change plays. */
export const RECORD_COMMAND =
  'npm run eval -- --ci --record packages/evaluation/data/baseline.json';

/** Rounding between equal code on other machines; chance needs no room, since runs repeat. */
const SLACK = 1e-6;

/** The baseline that is held against; the file is reviewed and written by `writeBaseline` alone. */
export function readBaseline(path: string): Baseline {
  return JSON.parse(readFileSync(path, 'utf8')) as Baseline;
}

/** Records the judged metrics of a section. */
export function writeBaseline(path: string, section: EvalSection): void {
  writeFileSync(path, `${JSON.stringify(baselineOf(section), undefined, 2)}\n`);
}

/** The metrics of a section that a floor or a goal judges; what only informs is not recorded. */
export function baselineOf(
  section: Pick<EvalSection, 'metrics' | 'policyHash' | 'ranAt'>,
): Baseline {
  const judged = Object.entries(section.metrics).filter(
    ([, metric]) => standingOf(metric) !== 'not-judged',
  );
  return {
    policyHash: section.policyHash,
    recordedAt: section.ranAt,
    metrics: Object.fromEntries(
      judged.map(([name, metric]) => [
        name,
        { value: known(metric.value), worst: known(worseEnd(metric)), held: holds(metric) },
      ]),
    ),
  };
}

/**
 * Metrics that are worse than recorded, in words: a floor that held and breaks, or a value beyond
 * the worse end of the interval that was recorded.
 */
export function againstBaseline(
  metrics: Readonly<Record<string, Metric>>,
  baseline: Baseline,
): readonly string[] {
  return Object.entries(baseline.metrics).flatMap(([name, { held, value, worst }]) => {
    const metric = metrics[name];
    if (metric === undefined || Number.isNaN(metric.value)) {
      return value === null ? [] : [`${name} is not measured any more`];
    }
    if (held && !holds(metric)) {
      return [`${name} ${metric.value} breaks its floor ${metric.floor}, which ${value} held`];
    }
    if (worst === null) return [];
    const sign = metric.better === 'lower' ? 1 : -1;
    const isBeyond = sign * (metric.value - worst) > SLACK;
    return isBeyond ? [`${name} ${metric.value} was ${value}, at worst ${worst}`] : [];
  });
}

function holds(metric: Metric): boolean {
  const standing = standingOf(metric);
  return standing === 'goal' || standing === 'floor';
}

function worseEnd({ better, high, low }: Metric): number {
  return better === 'lower' ? high : low;
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

import type { Metric, Target } from '../section.ts';
import type { Estimate } from './intervals.ts';

/** How a metric stands: floors judge the point estimate, the interval is shown beside it. */
export type Standing = 'goal' | 'floor' | 'broken' | 'unknown' | 'not-judged';

/** `unknown` without a single sample: an empty stratum neither holds nor breaks its floor. */
export function standingOf(metric: Metric): Standing {
  const { better, floor, goal, value } = metric;
  if (better === undefined || (floor === undefined && goal === undefined)) return 'not-judged';
  if (Number.isNaN(value) || metric.sample === 0) return 'unknown';
  const reaches = (bound: number) => (better === 'higher' ? value >= bound : value <= bound);
  if (goal !== undefined && reaches(goal)) return 'goal';
  return floor === undefined || reaches(floor) ? 'floor' : 'broken';
}

/** Names of the metrics that break their floor. */
export function brokenFloors(metrics: Readonly<Record<string, Metric>>): string[] {
  return Object.entries(metrics)
    .filter(([, metric]) => standingOf(metric) === 'broken')
    .map(([name]) => name);
}

/** Puts a number, its interval and its bounds together. */
export function metricOf(
  estimate: Estimate,
  as: { readonly unit: string; readonly interval: string; readonly target?: Target | undefined },
): Metric {
  const { high, low, sample, value } = estimate;
  return { value, low, high, sample, unit: as.unit, interval: as.interval, ...as.target };
}

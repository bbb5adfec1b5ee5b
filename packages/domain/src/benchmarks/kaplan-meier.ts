import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure, Interval } from './figure.ts';
import { Z_95 } from './normal.ts';

/** `weight` cases with the same time and end. */
export interface Duration {
  /** Time from start to end, or to the freeze for an open case; any unit, not negative. */
  readonly time: number;
  /** False for an open case: it ends later than `time`, if ever. */
  readonly observed: boolean;
  readonly weight: number;
}

/** The curve just after one time. */
export interface SurvivalStep {
  readonly time: number;
  /** Share still open, 0 to 1. */
  readonly survival: number;
  /** Pointwise 95 % bounds of `survival`. */
  readonly lower: number;
  readonly upper: number;
  readonly atRisk: number;
  readonly ended: number;
  readonly censored: number;
}

/** Estimate of how many are still open over time. */
export interface SurvivalCurve {
  readonly steps: readonly SurvivalStep[];
  readonly n: number;
  readonly observed: number;
  /** Longest time looked at. */
  readonly longest: number;
}

const TOLERANCE = 1e-12;

/**
 * The product-limit estimate with right-censoring. Cases that are open at the freeze stay in the
 * count of those at risk up to the freeze, so that a case which never ends moves the result.
 *
 * @returns one step a distinct time, ascending; no steps for no cases
 * @source Kaplan and Meier 1958; variance by Greenwood 1926; bounds on the log(-log) scale as
 * Kalbfleisch and Prentice 1980
 */
export function kaplanMeier(durations: readonly Duration[]): SurvivalCurve {
  const byTime = tallyByTime(durations);
  const n = durations.reduce((sum, each) => sum + each.weight, 0);
  const steps: SurvivalStep[] = [];
  let atRisk = n;
  let observed = 0;
  let survival = 1;
  let greenwood = 0;
  let bounds = { lower: 1, upper: 1 };
  for (const { time, ended, censored } of byTime) {
    if (ended > 0) {
      survival = ended === atRisk ? 0 : survival * (1 - ended / atRisk);
      greenwood += ended === atRisk ? 0 : ended / (atRisk * (atRisk - ended));
      bounds = survival === 0 ? { lower: 0, upper: bounds.upper } : logLog(survival, greenwood);
    }
    steps.push({ time, survival, ...bounds, atRisk, ended, censored });
    atRisk -= ended + censored;
    observed += ended;
  }
  return { steps, n, observed, longest: steps.at(-1)?.time ?? 0 };
}

/**
 * The time by which the share `quantile` has ended.
 *
 * @param quantile above 0 and below 1; 0.5 is the median
 * @returns `not-reached` where too few have ended, which is a result and not a gap
 * @source interval by inverting the bounds of the curve, Brookmeyer and Crowley 1982
 */
export function survivalQuantile(curve: SurvivalCurve, quantile: number): Figure {
  invariant(quantile > 0 && quantile < 1, 'a quantile lies between 0 and 1');
  if (curve.n === 0) return { kind: 'no-data' };
  const { n, observed } = curve;
  const open = 1 - quantile + TOLERANCE;
  const value = curve.steps.find((step) => step.survival <= open)?.time;
  if (value === undefined) return { kind: 'not-reached', moreThan: curve.longest, n, observed };
  const lower = curve.steps.find((step) => step.lower <= open)?.time ?? value;
  const upper = curve.steps.find((step) => step.upper <= open)?.time ?? 'open';
  const interval: Interval = { lower, upper };
  return { kind: 'value', value, interval, n, observed };
}

function logLog(survival: number, greenwood: number): { lower: number; upper: number } {
  const spread = (Z_95 * Math.sqrt(greenwood)) / Math.log(survival);
  return {
    lower: survival ** Math.exp(-spread),
    upper: survival ** Math.exp(spread),
  };
}

interface Tally {
  readonly time: number;
  ended: number;
  censored: number;
}

function tallyByTime(durations: readonly Duration[]): readonly Tally[] {
  const tallies = new Map<number, Tally>();
  for (const { time, observed, weight } of durations) {
    invariant(time >= 0 && weight >= 0, 'times and weights are not negative');
    const tally = tallies.get(time) ?? { time, ended: 0, censored: 0 };
    if (observed) tally.ended += weight;
    else tally.censored += weight;
    tallies.set(time, tally);
  }
  return [...tallies.values()].sort((a, b) => a.time - b.time);
}

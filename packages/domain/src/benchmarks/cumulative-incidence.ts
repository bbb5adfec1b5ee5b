import { invariant } from '@hrd-shield/contracts/pure';
import { Z_95 } from './normal.ts';

/** `weight` cases with the same time and end; `end` undefined for an open case. */
export interface EndedBy<End extends string> {
  /** Time from start to end, or to the freeze for an open case; any unit, not negative. */
  readonly time: number;
  readonly end: End | undefined;
  readonly weight: number;
}

/** Share that has ended in one way, just after one time. */
export interface Incidence {
  /** 0 to 1. */
  readonly incidence: number;
  /** Pointwise 95 % bounds. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * How many have ended in one way by a time, where other ends compete: a case that was withdrawn is
 * not censored, since it can no longer be restored. Over all ends the incidences and the share
 * still open sum to one at each time.
 *
 * @param at the time; where nobody was followed so long, the last one that is known holds
 * @source Aalen and Johansen 1978; variance by the delta method and bounds on the log(-log) scale
 * as Collett 2015, section 12.3
 */
export function incidenceBy<End extends string>(
  cases: readonly EndedBy<End>[],
  end: End,
  at: number,
): Incidence {
  const past: Past[] = [];
  let survival = 1;
  let incidence = 0;
  for (const tally of tallyByTime(cases, end)) {
    if (tally.time > at) break;
    const { atRisk, ended, endedSo } = tally;
    incidence += (survival * endedSo) / atRisk;
    past.push({ ...tally, survivalBefore: survival, incidence });
    survival *= 1 - ended / atRisk;
  }
  return { incidence, ...boundsOf(incidence, varianceOf(past, incidence)) };
}

interface Tally {
  readonly time: number;
  readonly atRisk: number;
  readonly ended: number;
  /** Ended in the way that is asked for. */
  readonly endedSo: number;
}

interface Past extends Tally {
  readonly survivalBefore: number;
  readonly incidence: number;
}

function tallyByTime<End extends string>(
  cases: readonly EndedBy<End>[],
  wanted: End,
): readonly Tally[] {
  const sums = new Map<number, { left: number; ended: number; endedSo: number }>();
  for (const { end, time, weight } of cases) {
    invariant(time >= 0 && weight >= 0, 'times and weights are not negative');
    const sum = sums.get(time) ?? { left: 0, ended: 0, endedSo: 0 };
    sum.left += weight;
    if (end !== undefined) sum.ended += weight;
    if (end === wanted) sum.endedSo += weight;
    sums.set(time, sum);
  }
  let atRisk = cases.reduce((sum, { weight }) => sum + weight, 0);
  const tallies: Tally[] = [];
  for (const [time, { ended, endedSo, left }] of [...sums].sort(([a], [b]) => a - b)) {
    tallies.push({ time, atRisk, ended, endedSo });
    atRisk -= left;
  }
  return tallies;
}

function varianceOf(past: readonly Past[], now: number): number {
  let variance = 0;
  for (const { atRisk, ended, endedSo, incidence, survivalBefore } of past) {
    const since = now - incidence;
    if (ended < atRisk) variance += (since ** 2 * ended) / (atRisk * (atRisk - ended));
    variance += (survivalBefore ** 2 * endedSo * (atRisk - endedSo)) / atRisk ** 3;
    variance -= (2 * since * survivalBefore * endedSo) / atRisk ** 2;
  }
  return Math.max(0, variance);
}

function boundsOf(incidence: number, variance: number): { lower: number; upper: number } {
  if (incidence <= 0) return { lower: 0, upper: 0 };
  if (incidence >= 1) return { lower: 1, upper: 1 };
  const spread = (Z_95 * Math.sqrt(variance)) / (incidence * Math.log(incidence));
  return { lower: incidence ** Math.exp(-spread), upper: incidence ** Math.exp(spread) };
}

import type { DefenderRef } from '@hrd-shield/contracts';
import { percentile } from '../distance.ts';

/** New cases a second that are tried, until one of them makes a queue. */
export const TRIED_RATES: readonly number[] = [3, 4, 6, 8, 10, 12, 16, 20];
/** How long each is kept up. */
const RUNG_SECONDS = 6;
/** The last third of cases may wait so much longer than the first third. */
const GROWTH_MAX = 1.5;
const GROWTH_SLACK_MS = 150;

export const TRIED_CASES: number = TRIED_RATES.reduce((sum, rate) => sum + casesAt(rate), 0);

export function casesAt(rate: number): number {
  return rate * RUNG_SECONDS;
}

/** The highest rate whose waits do not grow while it is kept up. */
export interface ServedRate {
  /** 0 where even the lowest makes a queue. */
  readonly perSecond: number;
  readonly commandP50Ms: number;
  readonly commandP99Ms: number;
}

/** @param timed appends at a rate; resolves with the time from each signal to its command, ms */
export async function highestServed(
  next: (count: number) => readonly DefenderRef[],
  timed: (refs: readonly DefenderRef[], perSecond: number) => Promise<readonly number[]>,
): Promise<ServedRate> {
  let served: ServedRate = { perSecond: 0, commandP50Ms: Number.NaN, commandP99Ms: Number.NaN };
  for (const perSecond of TRIED_RATES) {
    const tookMs = await timed(next(casesAt(perSecond)), perSecond);
    if (hasQueue(tookMs)) break;
    served = {
      perSecond,
      commandP50Ms: percentile(tookMs, 0.5),
      commandP99Ms: percentile(tookMs, 0.99),
    };
  }
  return served;
}

/** Waits in the order of the signals: a queue makes the later ones longer. */
export function hasQueue(tookMs: readonly number[]): boolean {
  const third = Math.ceil(tookMs.length / 3);
  const first = percentile(tookMs.slice(0, third), 0.5);
  const last = percentile(tookMs.slice(-third), 0.5);
  return last > first * GROWTH_MAX + GROWTH_SLACK_MS;
}

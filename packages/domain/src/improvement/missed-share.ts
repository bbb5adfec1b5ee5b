import { invariant } from '@hrd-shield/contracts/pure';
import { type Cluster, clusteredRatio } from '../benchmarks/clustered-ratio.ts';
import type { Figure } from '../benchmarks/figure.ts';

/** What was reviewed of one kind of non-signal. */
export interface ReviewedStratum {
  /** How many there are of it, reviewed or not. */
  readonly population: number;
  /** Reviews of each defender, and how many of them were attacks. */
  readonly reviewed: readonly Cluster[];
}

/**
 * How much of what was not flagged was an attack, over all kinds together: each kind counts by how
 * many there are of it, not by how many were looked at.
 *
 * @returns a share with its interval at 95 %; `no-data` where a kind has members and no review, since
 * nothing is known of it
 * @source Zou and Donner 2008 (MOVER) over Wilson intervals of the strata; sampling weights as
 * Cochran 1977, chapter 5
 */
export function missedShare(strata: readonly ReviewedStratum[]): Figure {
  const present = strata.filter(({ population }) => population > 0);
  const all = present.reduce((sum, { population }) => sum + population, 0);
  let value = 0;
  let down = 0;
  let up = 0;
  let n = 0;
  for (const { population, reviewed } of present) {
    const share = clusteredRatio(reviewed);
    if (share.kind !== 'value') return { kind: 'no-data' };
    invariant(share.n <= population, 'a sample is no larger than what it was drawn from');
    const weight = population / all;
    const { lower, upper } = share.interval;
    value += weight * share.value;
    down += (weight * (share.value - lower)) ** 2;
    up += (weight * ((upper === 'open' ? 1 : upper) - share.value)) ** 2;
    n += share.n;
  }
  if (n === 0) return { kind: 'no-data' };
  const interval = { lower: value - Math.sqrt(down), upper: Math.min(1, value + Math.sqrt(up)) };
  return { kind: 'value', value, interval, n, observed: n };
}

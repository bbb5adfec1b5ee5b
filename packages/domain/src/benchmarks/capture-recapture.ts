import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure } from './figure.ts';
import { Z_95 } from './normal.ts';

/** Campaigns found by two ways of looking that do not depend on each other. */
export interface TwoSources {
  /** Found by detection, whether or not by the other. */
  readonly detected: number;
  /** Found by reports or audits, whether or not by the other. */
  readonly reported: number;
  readonly both: number;
}

/**
 * How many campaigns there were in all, those that nobody saw included. It is a range and not a
 * count: where reports follow from detection, or the two look at different people, it is too low
 * or too high, and whoever publishes it says so.
 *
 * @returns the estimate, never below what was seen, with an interval at 95 %
 * @source Chapman 1951, nearly unbiased estimate; interval on the scale of the unseen as Chao 1987
 */
export function capturedTotal({ both, detected, reported }: TwoSources): Figure {
  invariant(both <= detected && both <= reported, 'what both found is part of each');
  const seen = detected + reported - both;
  if (seen === 0) return { kind: 'no-data' };
  const value = ((detected + 1) * (reported + 1)) / (both + 1) - 1;
  const unseen = value - seen;
  if (unseen <= 0) {
    return {
      kind: 'value',
      value: seen,
      interval: { lower: seen, upper: seen },
      n: seen,
      observed: seen,
    };
  }
  const variance =
    ((detected + 1) * (reported + 1) * (detected - both) * (reported - both)) /
    ((both + 1) ** 2 * (both + 2));
  const factor = Math.exp(Z_95 * Math.sqrt(Math.log(1 + variance / unseen ** 2)));
  const interval = { lower: seen + unseen / factor, upper: seen + unseen * factor };
  return { kind: 'value', value, interval, n: seen, observed: seen };
}

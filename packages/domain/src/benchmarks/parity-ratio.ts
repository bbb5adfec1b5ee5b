import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure } from './figure.ts';
import { Z_95 } from './normal.ts';

/** One group of a comparison: `hits` of `n`. */
export interface ParityGroup {
  readonly hits: number;
  readonly n: number;
}

/**
 * How many times the share of one group is that of another, with an interval at 95 %.
 *
 * @returns `no-data` where either group is empty or neither has a hit; `not-reached` where only the
 * second has none, since the ratio then has no upper end
 * @source Katz et al. 1978, normal approximation of the logarithm of the ratio
 */
export function parityRatio(one: ParityGroup, other: ParityGroup): Figure {
  invariant(one.hits <= one.n && other.hits <= other.n, 'hits are part of the sample');
  const n = one.n + other.n;
  if (one.n === 0 || other.n === 0 || one.hits + other.hits === 0) return { kind: 'no-data' };
  if (other.hits === 0) return { kind: 'not-reached', moreThan: 1, n, observed: one.hits };
  const value = one.hits / one.n / (other.hits / other.n);
  if (one.hits === 0) {
    const upper = upperOfNone(one.n) / (other.hits / other.n);
    return { kind: 'value', value, interval: { lower: 0, upper }, n, observed: other.hits };
  }
  const spread = Z_95 * Math.sqrt(1 / one.hits - 1 / one.n + 1 / other.hits - 1 / other.n);
  const interval = { lower: value * Math.exp(-spread), upper: value * Math.exp(spread) };
  return { kind: 'value', value, interval, n, observed: one.hits + other.hits };
}

/** Largest share that no hit in `n` allows, one-sided at 97.5 %. @source Clopper and Pearson 1934 */
function upperOfNone(n: number): number {
  return 1 - 0.025 ** (1 / n);
}

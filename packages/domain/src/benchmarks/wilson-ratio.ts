import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure, Interval } from './figure.ts';
import { Z_95 } from './normal.ts';

/**
 * A share with its Wilson score interval at 95 %, which stays inside 0 to 1 and is honest at 0 and
 * at 1 and for small samples.
 *
 * @param hits how many of `n`; whole numbers, 0 to n
 * @source Wilson 1927
 */
export function wilsonRatio(hits: number, n: number): Figure {
  invariant(hits >= 0 && hits <= n, 'hits lie between 0 and the sample size');
  if (n === 0) return { kind: 'no-data' };
  const share = hits / n;
  return { kind: 'value', value: share, interval: wilsonInterval(share, n), n, observed: n };
}

/**
 * The Wilson score interval of a share seen in `n` cases; `n` may be an effective sample size, which
 * need not be whole.
 */
export function wilsonInterval(share: number, n: number): Interval {
  const z2 = Z_95 * Z_95;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return {
    lower: share === 0 ? 0 : centre - half,
    upper: share === 1 ? 1 : centre + half,
  };
}

import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure } from './figure.ts';
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
  const z2 = Z_95 * Z_95;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  const interval = {
    lower: hits === 0 ? 0 : centre - half,
    upper: hits === n ? 1 : centre + half,
  };
  return { kind: 'value', value: share, interval, n, observed: n };
}

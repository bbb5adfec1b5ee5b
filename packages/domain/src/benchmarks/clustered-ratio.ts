import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure } from './figure.ts';
import { wilsonInterval } from './wilson-ratio.ts';

/** What one person brought to a share: `hits` of `n`; or what each of so many people brought. */
export interface Cluster {
  readonly hits: number;
  readonly n: number;
  /** How many people brought the same; 1 when absent. */
  readonly people?: number;
}

/**
 * A share whose cases come in clusters: ten cases of one defender tell less than ten of ten. The
 * Wilson interval is taken at the effective sample size, the sample over its design effect; where
 * the share is 0 or 1 and no spread can be seen, every person counts once.
 *
 * @source Kish 1965, design effect; variance of a ratio by linearisation with the G/(G-1) factor,
 * as the cluster-robust estimate of a mean
 */
export function clusteredRatio(clusters: readonly Cluster[]): Figure {
  const { held, hits, n } = summed(clusters);
  invariant(
    held.every((each) => each.hits >= 0 && each.hits <= each.n),
    'hits lie between 0 and the sample size',
  );
  if (n === 0) return { kind: 'no-data' };
  const share = hits / n;
  const interval = wilsonInterval(share, effectiveSize(held, share, n));
  return { kind: 'value', value: share, interval, n, observed: n };
}

/** How much more a share of these varies than one of independent cases; at least 1. */
export function designEffect(clusters: readonly Cluster[]): number {
  const { held, hits, n } = summed(clusters);
  return n === 0 ? 1 : n / effectiveSize(held, hits / n, n);
}

function summed(clusters: readonly Cluster[]) {
  const held = clusters.filter(({ n }) => n > 0);
  const n = held.reduce((sum, each) => sum + each.n * peopleOf(each), 0);
  const hits = held.reduce((sum, each) => sum + each.hits * peopleOf(each), 0);
  return { held, hits, n };
}

/** Independent cases that would tell as much as these do. */
function effectiveSize(clusters: readonly Cluster[], share: number, n: number): number {
  const people = clusters.reduce((sum, each) => sum + peopleOf(each), 0);
  if (share === 0 || share === 1 || people < 2) return people;
  let residuals = 0;
  for (const each of clusters) {
    const residual = (each.hits - share * each.n) ** 2;
    // Person by person: one product would round otherwise, and frozen digits must come out again.
    for (let person = 0; person < peopleOf(each); person += 1) residuals += residual;
  }
  const variance = (residuals / n ** 2) * (people / (people - 1));
  const designEffect = variance / ((share * (1 - share)) / n);
  return n / Math.max(1, designEffect);
}

function peopleOf({ people = 1 }: Cluster): number {
  return people;
}

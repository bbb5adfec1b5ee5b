import { createRandom } from '@hrd-shield/world';
import type { Estimate } from './intervals.ts';
import { quantile } from './quantile.ts';

/** Enough for two digits of the ends of a 95 % interval. */
const RESAMPLES = 1_000;

/**
 * A statistic over campaigns or targets with its percentile bootstrap interval; whole items are
 * drawn again, so that what belongs together stays together. Seeded: equal items, equal interval.
 * @param statistic NaN where it is not defined
 * @source Efron and Tibshirani 1993, An introduction to the bootstrap, chapter 13
 */
export function bootstrap<Item>(
  items: readonly Item[],
  statistic: (items: readonly Item[]) => number,
  resamples: number = RESAMPLES,
): Estimate {
  const value = statistic(items);
  if (items.length < 2) return { value, low: value, high: value, sample: items.length };
  const random = createRandom(`bootstrap/${items.length}`);
  const found: number[] = [];
  const drawn: Item[] = [...items];
  for (let round = 0; round < resamples; round += 1) {
    for (let i = 0; i < items.length; i += 1) {
      const item = items[random.int(items.length)];
      if (item !== undefined) drawn[i] = item;
    }
    const again = statistic(drawn);
    if (!Number.isNaN(again)) found.push(again);
  }
  if (found.length === 0) return { value, low: value, high: value, sample: items.length };
  found.sort((a, b) => a - b);
  return {
    value,
    low: quantile(found, 0.025),
    high: quantile(found, 0.975),
    sample: items.length,
  };
}

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
  const drawn: Item[] = [...items];
  return resampled(items.length, statistic(items), resamples, (draw) => {
    for (let i = 0; i < items.length; i += 1) {
      const item = items[draw()];
      if (item !== undefined) drawn[i] = item;
    }
    return statistic(drawn);
  });
}

/**
 * The same for a statistic of sums alone: each item is counted once and not once a draw, which is
 * what thousands of runs cost. Whole numbers give the interval of `bootstrap` to the last bit.
 * @param countsOf as many numbers of each item
 * @param statistic of the sums of these numbers over all that was drawn; NaN where it is not defined
 */
export function bootstrapSums<Item>(
  items: readonly Item[],
  countsOf: (item: Item) => readonly number[],
  statistic: (sums: readonly number[]) => number,
  resamples: number = RESAMPLES,
): Estimate {
  const counts = items.map(countsOf);
  const width = counts[0]?.length ?? 0;
  const flat = Float64Array.from(counts.flat());
  const sumOver = (draw: (i: number) => number): number[] => {
    const sums = new Array<number>(width).fill(0);
    for (let i = 0; i < items.length; i += 1) {
      const from = draw(i) * width;
      for (let at = 0; at < width; at += 1) sums[at] = (sums[at] ?? 0) + (flat[from + at] ?? 0);
    }
    return sums;
  };
  const value = statistic(sumOver((i) => i));
  return resampled(items.length, value, resamples, (draw) => statistic(sumOver(draw)));
}

/** Draws again and again, and takes the middle 95 % of what came out. */
function resampled(
  size: number,
  value: number,
  resamples: number,
  again: (draw: () => number) => number,
): Estimate {
  if (size < 2) return { value, low: value, high: value, sample: size };
  const random = createRandom(`bootstrap/${size}`);
  const draw = () => random.int(size);
  const found: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    const one = again(draw);
    if (!Number.isNaN(one)) found.push(one);
  }
  if (found.length === 0) return { value, low: value, high: value, sample: size };
  found.sort((a, b) => a - b);
  return {
    value,
    low: quantile(found, 0.025),
    high: quantile(found, 0.975),
    sample: size,
  };
}

import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure } from '../benchmarks/figure.ts';
import { Z_95 } from '../benchmarks/normal.ts';

/**
 * How far two people agree beyond chance where one answer is much more common than the others: Gwet's
 * AC1, with an interval at 95 %. Cohen's kappa falls to nothing there although both say the same.
 *
 * @param answers the two answers to each case
 * @param words every answer that could be given; two at least
 * @returns `no-data` for fewer than two cases
 * @source Gwet 2008, first-order agreement coefficient and its variance for two raters
 */
export function chanceAgreement(
  answers: readonly (readonly [string, string])[],
  words: readonly string[],
): Figure {
  invariant(words.length >= 2, 'an answer is chosen from two at least');
  const n = answers.length;
  if (n < 2) return { kind: 'no-data' };
  const shares = new Map(
    words.map((word) => [word, answers.flat().filter((one) => one === word).length / (2 * n)]),
  );
  const byChance = (word: string): number => {
    const share = shares.get(word);
    invariant(share !== undefined, 'only known answers are given');
    return (1 - share) / (words.length - 1);
  };
  const chance = words.reduce((sum, word) => sum + (shares.get(word) ?? 0) * byChance(word), 0);
  const observed = answers.filter(([one, two]) => one === two).length / n;
  const value = (observed - chance) / (1 - chance);
  const spread = answers.reduce((sum, [one, two]) => {
    const own = ((one === two ? 1 : 0) - chance) / (1 - chance);
    const ownChance = (byChance(one) + byChance(two)) / 2;
    const moved = own - (2 * (1 - value) * (ownChance - chance)) / (1 - chance);
    return sum + (moved - value) ** 2;
  }, 0);
  const error = Math.sqrt(spread / (n * (n - 1)));
  const interval = {
    lower: Math.max(-1, value - Z_95 * error),
    upper: Math.min(1, value + Z_95 * error),
  };
  return { kind: 'value', value, interval, n, observed: n };
}

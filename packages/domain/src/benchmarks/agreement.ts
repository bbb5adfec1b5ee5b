import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure } from './figure.ts';
import { Z_95 } from './normal.ts';

/**
 * How far two people agree beyond chance on the same cases: Cohen's kappa, -1 to 1, with an interval
 * at 95 %. *Unsure* is an answer like any other.
 *
 * @param answers the two answers to each case
 * @returns `no-data` without cases, or where chance alone explains everything: one answer only
 * @source Cohen 1960; standard error by Fleiss, Cohen and Everitt 1969
 */
export function agreement(answers: readonly (readonly [string, string])[]): Figure {
  const n = answers.length;
  if (n === 0) return { kind: 'no-data' };
  const words = [...new Set(answers.flat())];
  const share = (test: (one: string, two: string) => boolean): number =>
    answers.filter(([one, two]) => test(one, two)).length / n;
  const ones = new Map(words.map((word) => [word, share((one) => one === word)]));
  const twos = new Map(words.map((word) => [word, share((_, two) => two === word)]));
  const observed = share((one, two) => one === two);
  const chance = words.reduce((sum, word) => sum + at(ones, word) * at(twos, word), 0);
  if (chance >= 1) return { kind: 'no-data' };
  const kappa = (observed - chance) / (1 - chance);
  let spread = 0;
  for (const one of words) {
    for (const two of words) {
      const joint = share((a, b) => a === one && b === two);
      const weight = at(twos, one) + at(ones, two);
      spread +=
        one === two
          ? joint * (1 - chance - (at(ones, one) + at(twos, one)) * (1 - observed)) ** 2
          : joint * ((1 - observed) * weight) ** 2;
    }
  }
  const shift = (observed * chance - 2 * chance + observed) ** 2;
  const error = Math.sqrt(Math.max(0, spread - shift) / (n * (1 - chance) ** 4));
  const interval = {
    lower: Math.max(-1, kappa - Z_95 * error),
    upper: Math.min(1, kappa + Z_95 * error),
  };
  return { kind: 'value', value: kappa, interval, n, observed: n };
}

function at(shares: ReadonlyMap<string, number>, word: string): number {
  const share = shares.get(word);
  invariant(share !== undefined, 'every answer was counted');
  return share;
}

/** How much better than a coin a guess is, 0 to 1, with its interval. */
export interface Advantage {
  readonly advantage: number;
  readonly low: number;
  readonly high: number;
  /** Guesses that were scored: none of them helped to make the rule. */
  readonly guesses: number;
}

/** What was seen of one account, and the truth. */
export interface Sample<View> {
  readonly account: string;
  readonly isDefender: boolean;
  readonly view: View;
}

/** Half width of the interval in standard errors: 95 of 100 hold the true value. */
const Z = 1.96;

type Guess<View> = (view: View) => boolean;
type Learn<View> = (seen: readonly Sample<View>[]) => Guess<View>;

/**
 * Lets a guesser learn from half of the accounts, of which it knows the truth, and scores it on the
 * others: twice the share of right guesses beyond a half, both kinds of account counting alike.
 */
export function advantageOf<View>(samples: readonly Sample<View>[], learn: Learn<View>): Advantage {
  const accounts = [...new Set(samples.map(({ account }) => account))];
  const known = new Set(accounts.filter((_, n) => Math.floor(n / 2) % 2 === 0));
  const guess = learn(samples.filter(({ account }) => known.has(account)));
  const scored = samples.filter(({ account }) => !known.has(account));
  const rightOf = (isDefender: boolean) => {
    const own = scored.filter((one) => one.isDefender === isDefender);
    return own.filter(({ view }) => guess(view) === isDefender).length / own.length;
  };
  const [yes, no] = [rightOf(true), rightOf(false)];
  const half = scored.length / 2;
  const error = Math.sqrt((yes * (1 - yes)) / half + (no * (1 - no)) / half);
  const advantage = yes + no - 1;
  const rounded = (value: number) => Number(value.toFixed(3));
  return {
    advantage: rounded(advantage),
    low: rounded(advantage - Z * error),
    high: rounded(advantage + Z * error),
    guesses: scored.length,
  };
}

/** Guesses by what was seen more often of defenders; what was never seen is nobody's. */
export const learnWords: Learn<string> = (seen) => {
  const counts = new Map<string, number>();
  for (const { isDefender, view } of seen) {
    counts.set(view, (counts.get(view) ?? 0) + (isDefender ? 1 : -1));
  }
  return (view) => (counts.get(view) ?? 0) > 0;
};

/** Guesses by the bound that parts what was seen best, on either side of it. */
export const learnBound: Learn<number> = (seen) => {
  const sorted = seen.toSorted((a, b) => a.view - b.view);
  let best = { gap: -1, bound: 0, above: true };
  let [below, all] = [0, 0];
  for (const { isDefender } of sorted) all += isDefender ? 1 : -1;
  for (const { isDefender, view } of sorted) {
    below += isDefender ? 1 : -1;
    const gap = Math.abs(below - (all - below));
    if (gap > best.gap) best = { gap, bound: view, above: below < all - below };
  }
  return (view) => view > best.bound === best.above;
};

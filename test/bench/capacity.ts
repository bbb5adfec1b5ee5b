/** What was seen of one rate. */
export interface Rung {
  readonly perSecond: number;
  /** Seconds of lag that a second adds, while the rate is kept up. */
  readonly lagGrowth: number;
  readonly isServed: boolean;
}

export interface Capacity {
  /** The highest rate that was served, events a second; 0 where not even the lowest was. */
  readonly perSecond: number;
  /** Everything that was tried, in order. */
  readonly tried: readonly Rung[];
}

const LEAST_PER_SECOND = 25;
const MOST_PER_SECOND = 200_000;
/** Between the rate that is served and the one that is not. */
const PRECISION = 1.1;

/**
 * Doubles or halves the rate until one is served and one is not, then halves what is between.
 * A rate counts as not served when it fails twice: other work on the machine passes.
 */
export async function findCapacity(
  from: number,
  tryRate: (perSecond: number) => Promise<Rung>,
): Promise<Capacity> {
  const tried: Rung[] = [];
  const isServed = async (perSecond: number): Promise<boolean> => {
    for (const _ of ['once', 'again']) {
      const rung = await tryRate(perSecond);
      tried.push(rung);
      if (rung.isServed) return true;
    }
    return false;
  };
  let served = 0;
  let failed = Number.POSITIVE_INFINITY;
  for (let rate = from; rate >= LEAST_PER_SECOND && rate <= MOST_PER_SECOND; ) {
    if (await isServed(rate)) served = rate;
    else failed = rate;
    if (served > 0 && failed < Number.POSITIVE_INFINITY) break;
    rate = served > 0 ? rate * 2 : Math.round(rate / 2);
  }
  while (served > 0 && failed < Number.POSITIVE_INFINITY && failed / served > PRECISION) {
    const between = Math.round(Math.sqrt(served * failed));
    if (await isServed(between)) served = between;
    else failed = between;
  }
  return { perSecond: served, tried };
}

/**
 * Who goes first when places are short: direct harm, then defenders for whom it begins, so that
 * nobody waits behind the storm on others; then what else is signalled, then answers.
 */
export const GATE_RANKS = ['urgent', 'first', 'signal', 'answer'] as const;
export type GateRank = (typeof GATE_RANKS)[number];

/** Lets at most so many calls run at once; the others wait by rank, then in order. */
export interface ParallelGate {
  /**
   * @param size how much waits where the call comes from, asked when a place is free. Of those for
   *   whom it begins, who has least goes before the others each second time: whoever is beside a
   *   storm does not stand in line with it.
   */
  run<T>(rank: GateRank, work: () => Promise<T>, size?: () => number): Promise<T>;
}

/** Places beyond the limit that only direct harm may take. */
const URGENT_PLACES = 2;
/** Places kept free of what only adds to something that is under way. */
const FIRST_PLACES = 2;
/** One place in so many goes to who waits longest, whatever the rank: nobody waits for ever. */
const FAIR_EVERY = 4;

interface Waiting {
  readonly enter: () => void;
  readonly size: () => number;
}

/**
 * An open gate.
 *
 * @param max calls at once, at least 1; direct harm has `URGENT_PLACES` beyond them
 */
export function createParallelGate(max: number): ParallelGate {
  let running = 0;
  let given = 0;
  const queues: Record<GateRank, Waiting[]> = { urgent: [], first: [], signal: [], answer: [] };
  const following = Math.max(1, max - FIRST_PLACES);
  const places = { urgent: max + URGENT_PLACES, first: max, signal: following, answer: following };

  function next(): Waiting | undefined {
    const isFairTurn = (given + 1) % FAIR_EVERY === 0 && queues.urgent.length === 0;
    const ranks = isFairTurn ? GATE_RANKS.toReversed() : GATE_RANKS;
    const rank = ranks.find((each) => queues[each].length > 0 && running < places[each]);
    if (rank === undefined) return undefined;
    given += 1;
    const queue = queues[rank];
    const isOldest = rank !== 'first' || given % 2 === 0;
    return queue.splice(isOldest ? 0 : smallestOf(queue), 1)[0];
  }

  return {
    run: async (rank, work, size = () => 0) => {
      if (running < places[rank]) running += 1;
      else await new Promise<void>((enter) => void queues[rank].push({ enter, size }));
      try {
        return await work();
      } finally {
        running -= 1;
        const heir = next();
        if (heir !== undefined) {
          running += 1;
          heir.enter();
        }
      }
    },
  };
}

/** Where the one with the least is; the earliest of equals. */
function smallestOf(queue: readonly Waiting[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { size }] of queue.entries()) {
    const own = size();
    if (own < least) [best, least] = [index, own];
  }
  return best;
}

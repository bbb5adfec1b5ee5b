/**
 * Who goes first when places are short: direct harm, then defenders for whom it begins, so that
 * nobody waits behind the storm on others; then what else is signalled, then answers.
 */
export const GATE_RANKS = ['urgent', 'first', 'signal', 'answer'] as const;
export type GateRank = (typeof GATE_RANKS)[number];

/** Lets at most so many calls run at once; the others wait by rank, then in order. */
export interface ParallelGate {
  run<T>(rank: GateRank, work: () => Promise<T>): Promise<T>;
}

/** Places beyond the limit that only direct harm may take. */
const URGENT_PLACES = 2;
/** One place in so many goes to who waits longest, whatever the rank: nobody waits for ever. */
const FAIR_EVERY = 4;

export function createParallelGate(max: number): ParallelGate {
  let running = 0;
  let given = 0;
  const queues: Record<GateRank, (() => void)[]> = {
    urgent: [],
    first: [],
    signal: [],
    answer: [],
  };

  function next(): (() => void) | undefined {
    given += 1;
    const isFairTurn = given % FAIR_EVERY === 0 && queues.urgent.length === 0;
    const ranks = isFairTurn ? GATE_RANKS.toReversed() : GATE_RANKS;
    for (const rank of ranks) {
      const found = queues[rank].shift();
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    run: async (rank, work) => {
      const places = rank === 'urgent' ? max + URGENT_PLACES : max;
      if (running >= places) await new Promise<void>((resolve) => void queues[rank].push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        // Whoever waits takes over the place; places beyond the limit are given back.
        const heir = running > max ? queues.urgent.shift() : next();
        if (heir === undefined) running -= 1;
        else heir();
      }
    },
  };
}

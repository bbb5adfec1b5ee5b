/** Lets at most so many calls run at once; the others wait in order. */
export interface ParallelGate {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createParallelGate(max: number): ParallelGate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    run: async (work) => {
      if (running >= max) await new Promise<void>((resolve) => void waiting.push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        // Whoever waits takes over the place.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

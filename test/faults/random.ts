/** Random numbers that a seed repeats. */
export interface Random {
  /** From 0 to 1, without 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  shuffled<T>(items: readonly T[]): readonly T[];
}

/** Mulberry32: small, quick, the same everywhere. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    between,
    shuffled: (items) => {
      const left = [...items];
      for (let i = left.length - 1; i > 0; i -= 1) {
        const other = between(0, i);
        const [a, b] = [left[i], left[other]];
        if (a !== undefined && b !== undefined) [left[i], left[other]] = [b, a];
      }
      return left;
    },
  };
}

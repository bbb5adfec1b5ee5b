const U32 = 4_294_967_296;

/** A seeded source of chance. The same seed gives the same draws on every machine. */
export interface Random {
  /** Uniform, 0 ≤ x < 1. */
  next(): number;
  /** Uniform integer, 0 ≤ x < `bound`. */
  int(bound: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Standard normal. */
  normal(): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** A separate stream; equal labels of equal parents give equal streams. */
  fork(label: string): Random;
}

/**
 * sfc32, seeded through an FNV-1a hash of the seed text. It passes the usual statistical batteries
 * and needs four 32-bit words of state.
 * @source Chris Doty-Humphrey, PractRand, small fast counter generator
 */
export function createRandom(seed: string | number): Random {
  let a = hash(`a${seed}`);
  let b = hash(`b${seed}`);
  let c = hash(`c${seed}`);
  let counter = 1;
  let spare: number | undefined;

  const next32 = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + out) | 0;
    return out >>> 0;
  };
  for (let i = 0; i < WARM_UP; i++) next32();

  const next = (): number => next32() / U32;
  const int = (bound: number): number => Math.floor((next32() / U32) * bound);
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    next,
    int,
    normal,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(items.length)] as (typeof items)[number],
    exponential: (mean) => -mean * Math.log(1 - next()),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

/** Rounds after which the words of a weak seed have mixed. */
const WARM_UP = 15;

function hash(text: string): number {
  let h = 2_166_136_261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16_777_619);
  return h | 0;
}

/** A number whose logarithm is normal; `median` is its median. */
export function lognormal(random: Random, median: number, sigma: number): number {
  return median * Math.exp(sigma * random.normal());
}

/** `count` different integers below `bound`, in drawing order. */
export function sample(random: Random, bound: number, count: number): number[] {
  const taken = new Set<number>();
  while (taken.size < Math.min(count, bound)) taken.add(random.int(bound));
  return [...taken];
}

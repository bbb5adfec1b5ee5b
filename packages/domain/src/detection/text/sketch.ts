import { mix32 } from '../statistics/hash.ts';
import { denseChars } from './dense-script.ts';

/** Values of one MinHash sketch. @source detection notes, section 2 */
export const SKETCH_VALUES = 16;
/** Characters of canonical text that are fingerprinted; more is not read. */
export const SKETCH_CHARS_MAX = 4096;
const GRAM_CHARS = 4;
/** Scripts without word spaces carry more in a character. */
const DENSE_GRAM_CHARS = 2;
const DENSE_SHARE = 0.3;
const MULTIPLIERS = Array.from(
  { length: SKETCH_VALUES },
  (_, i) => mix32(0x9e3779b1 + i * 7919) | 1,
);

/** MinHash of the character n-grams of a canonical text, 16 bits a value. */
export interface Sketch {
  readonly values: readonly number[];
  /** Distinct n-grams. */
  readonly shingles: number;
}

/** The distinct hashed n-grams of a canonical text: 4 characters, 2 for CJK and Thai. */
export function shinglesOf(canonical: string): ReadonlySet<number> {
  const text = canonical.slice(0, SKETCH_CHARS_MAX);
  const gram = denseChars(text) > text.length * DENSE_SHARE ? DENSE_GRAM_CHARS : GRAM_CHARS;
  const found = new Set<number>();
  for (let i = 0; i + gram <= text.length; i += 1) {
    let h = 0x811c9dc5;
    for (let j = 0; j < gram; j += 1) h = Math.imul(h ^ text.charCodeAt(i + j), 0x01000193);
    found.add(mix32(h));
  }
  return found;
}

/** The sketch of a set of shingles; undefined when there are none. */
export function sketchOf(shingles: ReadonlySet<number>): Sketch | undefined {
  if (shingles.size === 0) return undefined;
  const minima = new Uint32Array(SKETCH_VALUES).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let i = 0; i < SKETCH_VALUES; i += 1) {
      let h = Math.imul(shingle ^ (shingle >>> 15), MULTIPLIERS[i] ?? 1);
      h = (h ^ (h >>> 13)) >>> 0;
      if (h < (minima[i] ?? 0)) minima[i] = h;
    }
  }
  // The low half varies freely among minima, the high half does not.
  return { values: Array.from(minima, (h) => mix32(h) & 0xffff), shingles: shingles.size };
}

/** Estimated Jaccard similarity of two sketches, in steps of 1/16. */
export function jaccard(a: Sketch, b: Sketch): number {
  let equal = 0;
  for (let i = 0; i < SKETCH_VALUES; i += 1) if (a.values[i] === b.values[i]) equal += 1;
  return equal / SKETCH_VALUES;
}

/** Smaller set over larger set, by shingles. */
export function lengthRatio(a: Sketch, b: Sketch): number {
  return Math.min(a.shingles, b.shingles) / Math.max(a.shingles, b.shingles);
}

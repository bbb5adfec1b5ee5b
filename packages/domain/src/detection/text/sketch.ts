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
const MULTIPLIERS = Int32Array.from(
  { length: SKETCH_VALUES },
  (_, i) => mix32(0x9e3779b1 + i * 7919) | 1,
);
/** Open-addressed table of what was seen in one text; at most half full, a power of two. */
const TABLE = 2 * SKETCH_CHARS_MAX;
const TABLE_MIN = 64;
const seenValues = new Int32Array(TABLE);
const seenIn = new Uint32Array(TABLE);
let texts = 0;

/** MinHash of the character n-grams of a canonical text, 16 bits a value. */
export interface Sketch {
  readonly values: readonly number[];
  /** Distinct n-grams. */
  readonly shingles: number;
}

/** Distinct hashed n-grams of a text, 32 signed bits, in the order in which they first occur. */
export type Shingles = readonly number[];

/** The distinct hashed n-grams of a canonical text: 4 characters, 2 for CJK and Thai. */
export function shinglesOf(canonical: string): Shingles {
  const text = canonical.slice(0, SKETCH_CHARS_MAX);
  const gram = denseChars(text) > text.length * DENSE_SHARE ? DENSE_GRAM_CHARS : GRAM_CHARS;
  // Slots of earlier texts bear another number: nothing has to be emptied.
  texts = (texts + 1) >>> 0;
  if (texts === 0) {
    seenIn.fill(0);
    texts = 1;
  }
  // No larger than the text needs: a small table stays in the processor's cache.
  let table = TABLE_MIN;
  while (table < 2 * text.length) table *= 2;
  const found: number[] = [];
  for (let i = 0; i + gram <= text.length; i += 1) {
    let h = 0x811c9dc5;
    for (let j = 0; j < gram; j += 1) h = Math.imul(h ^ text.charCodeAt(i + j), 0x01000193);
    const value = mix32(h) | 0;
    if (isFirst(value, table - 1)) found.push(value);
  }
  return found;
}

function isFirst(value: number, mask: number): boolean {
  let slot = value & mask;
  while (seenIn[slot] === texts) {
    if (seenValues[slot] === value) return false;
    slot = (slot + 1) & mask;
  }
  seenIn[slot] = texts;
  seenValues[slot] = value;
  return true;
}

/** The sketch of a set of shingles; undefined when there are none. */
export function sketchOf(shingles: Shingles): Sketch | undefined {
  if (shingles.length === 0) return undefined;
  const values: number[] = [];
  for (let i = 0; i < SKETCH_VALUES; i += 1) {
    const multiplier = MULTIPLIERS[i] ?? 1;
    let least = 0xffffffff;
    for (let j = 0; j < shingles.length; j += 1) {
      const shingle = shingles[j] ?? 0;
      let h = Math.imul(shingle ^ (shingle >>> 15), multiplier);
      h = (h ^ (h >>> 13)) >>> 0;
      if (h < least) least = h;
    }
    // The low half varies freely among minima, the high half does not.
    values.push(mix32(least) & 0xffff);
  }
  return { values, shingles: shingles.length };
}

/** Estimated Jaccard similarity of two sketches, in steps of 1/16. */
export function jaccard(a: Sketch, b: Sketch): number {
  let equal = 0;
  for (let i = 0; i < SKETCH_VALUES; i += 1) if (a.values[i] === b.values[i]) equal += 1;
  return equal / SKETCH_VALUES;
}

/** Whether the similarity reaches a least; ends as soon as it cannot. */
export function isAlike(a: Sketch, b: Sketch, least: number): boolean {
  const { values } = b;
  let spare = SKETCH_VALUES - Math.ceil(SKETCH_VALUES * least);
  for (let i = 0; i < SKETCH_VALUES; i += 1) {
    if (a.values[i] === values[i]) continue;
    spare -= 1;
    if (spare < 0) return false;
  }
  return true;
}

/** Smaller set over larger set, by shingles. */
export function lengthRatio(a: Sketch, b: Sketch): number {
  return Math.min(a.shingles, b.shingles) / Math.max(a.shingles, b.shingles);
}

import type { Shingles } from '../text/sketch.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Newest posts of the defender that quotes are compared with. @source notes, section 2 */
export const OWN_TEXTS_MAX = 64;
export const OWN_TEXTS_IDLE_MAX = 8;
/** One shingle of four is kept, at most this many a post. */
const KEPT_MAX = 48;
const SAMPLE_MASK = 3;
const ASKED_MIN = 3;

/** Sampled shingles (16 bits) of the defender's newest posts; answers only "is this a quote". */
export interface OwnTexts {
  readonly posts: Uint16Array[];
}

export function newOwnTexts(): OwnTexts {
  return { posts: [] };
}

export function addOwnText(own: OwnTexts, shingles: Shingles): void {
  const kept = sampled(shingles);
  if (kept.length < ASKED_MIN) return;
  own.posts.push(Uint16Array.from(kept.slice(0, KEPT_MAX)));
  if (own.posts.length > OWN_TEXTS_MAX) own.posts.shift();
}

/** How often a value is asked for, and the last post that it was counted in. */
const askedTimes = new Uint8Array(0x10000);
const countedIn = new Uint8Array(0x10000);

/** Largest share of a text's shingles that one post of the defender contains, 0 to 1. */
export function quotedShare(own: OwnTexts, shingles: Shingles): number {
  if (own.posts.length === 0) return 0;
  const asked = sampled(shingles);
  if (asked.length < ASKED_MIN) return 0;
  for (const value of asked) askedTimes[value] = (askedTimes[value] ?? 0) + 1;
  let best = 0;
  own.posts.forEach((post, number) => {
    let contained = 0;
    for (const value of post) {
      const times = askedTimes[value] ?? 0;
      if (times === 0 || countedIn[value] === number + 1) continue;
      countedIn[value] = number + 1;
      contained += times;
    }
    best = Math.max(best, contained / asked.length);
  });
  for (const value of asked) {
    askedTimes[value] = 0;
    countedIn[value] = 0;
  }
  return best;
}

function sampled(shingles: Shingles): number[] {
  const kept: number[] = [];
  for (const shingle of shingles) {
    if ((shingle & SAMPLE_MASK) === 0) kept.push(shingle >>> 16);
  }
  return kept.slice(0, KEPT_MAX);
}

export function trimOwnTexts(own: OwnTexts): void {
  own.posts.splice(0, Math.max(0, own.posts.length - OWN_TEXTS_IDLE_MAX));
}

export function writeOwnTexts(out: ByteWriter, own: OwnTexts): void {
  out.u8(own.posts.length);
  for (const post of own.posts) {
    out.u8(post.length);
    for (const value of post) out.u16(value);
  }
}

export function readOwnTexts(input: ByteReader): OwnTexts {
  const own = newOwnTexts();
  const length = input.u8();
  for (let i = 0; i < length; i += 1) {
    own.posts.push(Uint16Array.from({ length: input.u8() }, () => input.u16()));
  }
  return own;
}

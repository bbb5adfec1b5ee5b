import { invariant } from '@hrd-shield/contracts/pure';
import { hash48, mix32 } from '../statistics/hash.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Newest events that are remembered exactly. */
export const SEEN_EXACT = 2048;
/** Older ones that one generation of the Bloom filter takes before it turns. */
export const SEEN_GENERATION = 2048;
/** Two generations of 4 KiB: 16 bits an entry, false positives about 1 in 1,000. */
const BLOOM_WORDS = 1024;
const BLOOM_BITS = BLOOM_WORDS * 32;
const BLOOM_PROBES = 6;

/**
 * Events already applied: the newest exactly, older ones in a turning Bloom filter. A false
 * positive drops one event of a defender with more than 2,048 events a day.
 */
export interface SeenEvents {
  /** Looked through as it lies: an index beside it takes five times its memory. */
  readonly ring: number[];
  next: number;
  young: Uint32Array;
  old: Uint32Array;
  youngCount: number;
}

export function newSeenEvents(): SeenEvents {
  return {
    ring: [],
    next: 0,
    young: new Uint32Array(0),
    old: new Uint32Array(0),
    youngCount: 0,
  };
}

/** @returns false when the event was applied before; else remembers it */
export function remember(seen: SeenEvents, ref: string): boolean {
  const key = hash48(ref);
  if (bloomHas(seen.young, key) || bloomHas(seen.old, key) || seen.ring.includes(key)) return false;
  if (seen.ring.length < SEEN_EXACT) {
    seen.ring.push(key);
  } else {
    bloomAdd(seen, seen.ring[seen.next] ?? 0);
    seen.ring[seen.next] = key;
    seen.next = (seen.next + 1) % SEEN_EXACT;
  }
  return true;
}

function bloomAdd(seen: SeenEvents, key: number): void {
  if (seen.young.length === 0) seen.young = new Uint32Array(BLOOM_WORDS);
  if (seen.youngCount >= SEEN_GENERATION) {
    seen.old = seen.young;
    seen.young = new Uint32Array(BLOOM_WORDS);
    seen.youngCount = 0;
  }
  for (let probe = 0; probe < BLOOM_PROBES; probe += 1) {
    const bit = bloomBit(key, probe);
    seen.young[bit >>> 5] = (seen.young[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  seen.youngCount += 1;
}

function bloomHas(words: Uint32Array, key: number): boolean {
  if (words.length === 0) return false;
  for (let probe = 0; probe < BLOOM_PROBES; probe += 1) {
    const bit = bloomBit(key, probe);
    if (((words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}

function bloomBit(key: number, probe: number): number {
  const low = key % 2 ** 32;
  const high = Math.floor(key / 2 ** 32);
  return mix32((low ^ Math.imul(high + 1, 0x9e3779b1)) + Math.imul(probe, 0x7feb352d)) % BLOOM_BITS;
}

export function writeSeenEvents(out: ByteWriter, seen: SeenEvents): void {
  out.varint(seen.ring.length);
  for (const key of seen.ring) out.u48(key);
  out.varint(seen.next);
  out.varint(seen.youngCount);
  for (const words of [seen.young, seen.old]) {
    out.varint(words.length);
    for (const word of words) out.u32(word);
  }
}

export function readSeenEvents(input: ByteReader): SeenEvents {
  const length = input.varint();
  const ring: number[] = [];
  while (ring.length < length) ring.push(input.u48());
  const next = input.varint();
  const youngCount = input.varint();
  const [young, old] = [readWords(input), readWords(input)];
  return { ring, next, young, old, youngCount };
}

function readWords(input: ByteReader): Uint32Array {
  const length = input.varint();
  invariant(length === 0 || length === BLOOM_WORDS, 'a generation is empty or whole');
  const words = new Uint32Array(length);
  for (let i = 0; i < words.length; i += 1) words[i] = input.u32();
  return words;
}

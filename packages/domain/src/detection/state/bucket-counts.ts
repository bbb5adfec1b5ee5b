import type { ByteReader, ByteWriter } from './bytes.ts';
import { CHANNELS, type Channel } from './channels.ts';

export const BUCKET_MS = 300_000;
/** 288 buckets of 5 minutes: one day. */
export const BUCKETS = 288;
export const BUCKETS_PER_HOUR = 12;
const COUNT_MAX = 65_535;

/** Events per channel and 5-minute bucket of the last day. Bound: 4 x 288 x 2 bytes. */
export interface BucketCounts {
  /** Number of the newest bucket since the epoch. */
  head: number;
  readonly cells: Uint16Array;
}

export function newBucketCounts(): BucketCounts {
  return { head: 0, cells: new Uint16Array(CHANNELS.length * BUCKETS) };
}

/** Moves the newest bucket to that of `atMs` and empties the ones that fall out of the day. */
export function advanceBuckets(counts: BucketCounts, atMs: number): void {
  const bucket = Math.floor(atMs / BUCKET_MS);
  if (bucket <= counts.head) return;
  const steps = Math.min(bucket - counts.head, BUCKETS);
  for (let step = 0; step < steps; step += 1) {
    const slot = (bucket - step) % BUCKETS;
    for (let c = 0; c < CHANNELS.length; c += 1) counts.cells[c * BUCKETS + slot] = 0;
  }
  counts.head = bucket;
}

/** Counts one event; events older than the day are not counted. */
export function countEvent(counts: BucketCounts, channel: Channel, atMs: number): void {
  const bucket = Math.floor(atMs / BUCKET_MS);
  if (bucket > counts.head || bucket <= counts.head - BUCKETS) return;
  const cell = CHANNELS.indexOf(channel) * BUCKETS + (bucket % BUCKETS);
  counts.cells[cell] = Math.min(COUNT_MAX, (counts.cells[cell] ?? 0) + 1);
}

/** Events of a channel in `length` buckets that end with bucket number `last`. */
export function sumBuckets(
  counts: BucketCounts,
  channel: Channel,
  last: number,
  length: number,
): number {
  const base = CHANNELS.indexOf(channel) * BUCKETS;
  const from = Math.max(last - length + 1, counts.head - BUCKETS + 1);
  let sum = 0;
  for (let bucket = from; bucket <= Math.min(last, counts.head); bucket += 1) {
    sum += counts.cells[base + (bucket % BUCKETS)] ?? 0;
  }
  return sum;
}

export function writeBucketCounts(out: ByteWriter, counts: BucketCounts): void {
  out.varint(counts.head);
  const filled: number[] = [];
  counts.cells.forEach((value, cell) => {
    if (value > 0) filled.push(cell);
  });
  out.varint(filled.length);
  let last = 0;
  for (const cell of filled) {
    out.varint(cell - last);
    out.varint(counts.cells[cell] ?? 0);
    last = cell;
  }
}

export function readBucketCounts(input: ByteReader): BucketCounts {
  const counts = newBucketCounts();
  counts.head = input.varint();
  const filled = input.varint();
  let cell = 0;
  for (let i = 0; i < filled; i += 1) {
    cell += input.varint();
    counts.cells[cell] = input.varint();
  }
  return counts;
}

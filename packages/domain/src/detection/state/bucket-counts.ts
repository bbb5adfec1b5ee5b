import type { ByteReader, ByteWriter } from './bytes.ts';
import { CHANNEL_INDEX, CHANNELS, type Channel } from './channels.ts';

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
  let slot = bucket % BUCKETS;
  for (let step = 0; step < steps; step += 1) {
    for (let c = 0; c < CHANNELS.length; c += 1) counts.cells[c * BUCKETS + slot] = 0;
    slot = slot === 0 ? BUCKETS - 1 : slot - 1;
  }
  counts.head = bucket;
}

/** Counts one event; events older than the day are not counted. */
export function countEvent(counts: BucketCounts, channel: Channel, atMs: number): void {
  const bucket = Math.floor(atMs / BUCKET_MS);
  if (bucket > counts.head || bucket <= counts.head - BUCKETS) return;
  const cell = CHANNEL_INDEX[channel] * BUCKETS + (bucket % BUCKETS);
  counts.cells[cell] = Math.min(COUNT_MAX, (counts.cells[cell] ?? 0) + 1);
}

/** Events of a channel in `length` buckets that end with bucket number `last`. */
export function sumBuckets(
  counts: BucketCounts,
  channel: Channel,
  last: number,
  length: number,
): number {
  const base = CHANNEL_INDEX[channel] * BUCKETS;
  const from = Math.max(last - length + 1, counts.head - BUCKETS + 1);
  const to = Math.min(last, counts.head);
  let sum = 0;
  let slot = from % BUCKETS;
  for (let bucket = from; bucket <= to; bucket += 1) {
    sum += counts.cells[base + slot] ?? 0;
    slot = slot + 1 === BUCKETS ? 0 : slot + 1;
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

import { ShieldError } from '@hrd-shield/contracts';

/** Says whether the bytes of a record key are to be looked at. No allocation, no side effect. */
export type KeyFilter = (bytes: Buffer, from: number, to: number) => boolean;

/** What one walk found. Reused from batch to batch, so that a miss allocates nothing. */
export interface Walk {
  /** Records passed over. */
  misses: number;
  /** Start and end of each record that the filter lets through, in pairs. */
  readonly hits: number[];
  /** Where the last record at or after the wanted offset starts and ends; -1: none. */
  lastAt: number;
  lastEnd: number;
}

export interface Span {
  readonly at: number;
  readonly end: number;
  readonly count: number;
  /** Records with a smaller offset delta were read before. */
  readonly fromDelta: number;
}

const MORE = 0x80;
const VALUE = 0x7f;
const VARINT_BITS_MAX = 28;

/**
 * Walks records of magic 2 where they lie: length, attributes, time and offset deltas, key; value
 * and headers are jumped over. A record without a key counts as a hit, for the dead letters.
 *
 * @throws ShieldError `kafka.corrupt-batch` when the bytes are no records
 */
export function walkRecords(bytes: Buffer, span: Span, filter: KeyFilter, walk: Walk): void {
  const { end, count, fromDelta } = span;
  let at = span.at;
  for (let n = 0; n < count; n += 1) {
    let shift = 0;
    let raw = 0;
    let byte = MORE;
    const recordAt = at;
    for (shift = 0; (byte & MORE) !== 0; shift += 7) {
      if (at >= end || shift > VARINT_BITS_MAX) throw broken();
      byte = bytes[at++] ?? 0;
      raw |= (byte & VALUE) << shift;
    }
    const recordEnd = at + ((raw >>> 1) ^ -(raw & 1));
    if (recordEnd > end || recordEnd <= at) throw broken();
    at += 1;
    while (((bytes[at++] ?? 0) & MORE) !== 0);
    raw = 0;
    byte = MORE;
    for (shift = 0; (byte & MORE) !== 0; shift += 7) {
      if (at >= recordEnd || shift > VARINT_BITS_MAX) throw broken();
      byte = bytes[at++] ?? 0;
      raw |= (byte & VALUE) << shift;
    }
    if (((raw >>> 1) ^ -(raw & 1)) < fromDelta) {
      at = recordEnd;
      continue;
    }
    raw = 0;
    byte = MORE;
    for (shift = 0; (byte & MORE) !== 0; shift += 7) {
      if (at >= recordEnd || shift > VARINT_BITS_MAX) throw broken();
      byte = bytes[at++] ?? 0;
      raw |= (byte & VALUE) << shift;
    }
    const keyBytes = (raw >>> 1) ^ -(raw & 1);
    if (at + keyBytes > recordEnd) throw broken();
    walk.lastAt = recordAt;
    walk.lastEnd = recordEnd;
    if (keyBytes <= 0 || filter(bytes, at, at + keyBytes)) walk.hits.push(recordAt, recordEnd);
    else walk.misses += 1;
    at = recordEnd;
  }
}

function broken(): ShieldError {
  return new ShieldError('kafka.corrupt-batch', { detail: 'the records end before their count' });
}

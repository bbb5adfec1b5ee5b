import type { BatchContext } from '../client-internals.ts';

/** Where the fields of a record batch (magic 2) lie, bytes from its first. */
const AT = {
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  firstSequence: 53,
  recordCount: 57,
  records: 61,
} as const;
const MAGIC = 2;
const CODEC_MASK = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** Bytes before the length counts, and the length field. */
export const BATCH_PREFIX_BYTES = 12;
/**
 * Bytes of a batch before its first record, prefix included.
 *
 * @source Kafka protocol, RecordBatch v2
 */
export const BATCH_HEADER_BYTES = AT.records;
/** From here to the end of the batch the checksum counts. */
export const CHECKED_FROM = AT.attributes;

/**
 * The head of one record batch, read where it lies. Offsets are plain numbers: a log of 2^53
 * records is out of reach.
 *
 * @source Kafka protocol guide, record batch
 */
export interface BatchHeader {
  /** First byte of the batch. */
  readonly at: number;
  /** First byte after it. */
  readonly end: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly isKnownFormat: boolean;
  readonly crc: number;
  readonly codec: number;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  /** Of a batch in a transaction, or of its end; -1 otherwise. */
  readonly producerId: bigint;
  readonly recordCount: number;
}

const NO_PRODUCER = -1n;
const HIGH_HALF = 2 ** 32;

/** @returns undefined where the bytes end before the batch does: the broker cuts at a size */
export function readBatchHeader(bytes: Buffer, at: number): BatchHeader | undefined {
  if (at + BATCH_HEADER_BYTES > bytes.length) return undefined;
  const end = at + BATCH_PREFIX_BYTES + bytes.readInt32BE(at + AT.length);
  if (end > bytes.length) return undefined;
  const attributes = bytes.readInt16BE(at + AT.attributes);
  // In halves, and no producer that nobody asks for: a batch of misses makes no big integers.
  const firstOffset = bytes.readInt32BE(at) * HIGH_HALF + bytes.readUInt32BE(at + 4);
  const isOfProducer = (attributes & (TRANSACTIONAL | CONTROL)) !== 0;
  return {
    at,
    end,
    firstOffset,
    lastOffset: firstOffset + bytes.readInt32BE(at + AT.lastOffsetDelta),
    isKnownFormat: bytes.readInt8(at + AT.magic) === MAGIC,
    crc: bytes.readUInt32BE(at + AT.crc),
    codec: attributes & CODEC_MASK,
    isTransactional: (attributes & TRANSACTIONAL) !== 0,
    isControl: (attributes & CONTROL) !== 0,
    producerId: isOfProducer ? bytes.readBigInt64BE(at + AT.producerId) : NO_PRODUCER,
    recordCount: bytes.readInt32BE(at + AT.recordCount),
  };
}

/** What kafkajs hands to its record decoder and leaves on each message. */
export function contextOf(bytes: Buffer, { at, isControl, isTransactional }: BatchHeader) {
  const attributes = bytes.readInt16BE(at + AT.attributes);
  const context: BatchContext = {
    firstOffset: String(bytes.readBigInt64BE(at)),
    firstTimestamp: String(bytes.readBigInt64BE(at + AT.firstTimestamp)),
    partitionLeaderEpoch: bytes.readInt32BE(at + AT.leaderEpoch),
    inTransaction: isTransactional,
    isControlBatch: isControl,
    lastOffsetDelta: bytes.readInt32BE(at + AT.lastOffsetDelta),
    producerId: String(bytes.readBigInt64BE(at + AT.producerId)),
    producerEpoch: bytes.readInt16BE(at + AT.producerEpoch),
    firstSequence: bytes.readInt32BE(at + AT.firstSequence),
    maxTimestamp: String(bytes.readBigInt64BE(at + AT.maxTimestamp)),
    timestampType: (attributes & APPEND_TIME) === 0 ? 0 : 1,
    magicByte: MAGIC,
  };
  return context;
}

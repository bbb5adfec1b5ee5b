import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
interface Encoded {
  readonly buffer: Buffer;
}
const Long = require('kafkajs/src/utils/long') as { fromValue(value: string): unknown };
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (
  record: object,
) => Encoded;
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoded>;
};

export interface TestRecord {
  readonly key: string | null;
  readonly value?: string | null;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

export interface TestBatch {
  readonly firstOffset: number;
  readonly records: readonly TestRecord[];
  readonly gzip?: boolean;
  /** Producer of the transaction that the batch belongs to. */
  readonly transaction?: number;
}

const FIRST_TIMESTAMP = 1_767_225_600_000;
const GZIP = 1;

/** Bytes of a batch as a producer of the client library writes it. */
export async function encodeBatch(batch: TestBatch): Promise<Buffer> {
  const { firstOffset, gzip = false, records, transaction } = batch;
  const encoded = await RecordBatch({
    firstOffset: Long.fromValue(String(firstOffset)),
    firstTimestamp: FIRST_TIMESTAMP,
    maxTimestamp: FIRST_TIMESTAMP + records.length,
    compression: gzip ? GZIP : 0,
    lastOffsetDelta: records.length - 1,
    producerId: Long.fromValue(String(transaction ?? -1)),
    transactional: transaction !== undefined,
    records: records.map(({ headers = {}, key, value = 'value' }, delta) =>
      encodeRecord({ key, value, headers, offsetDelta: delta, timestampDelta: delta }),
    ),
  });
  return encoded.buffer;
}

const CONTROL_AND_TRANSACTIONAL = 0x30;
const ATTRIBUTES_AT = 21;
const CRC_AT = 17;

/** The end marker of a transaction, as the broker writes it. */
export async function encodeEndMarker(
  at: { readonly firstOffset: number; readonly transaction: number },
  end: 'abort' | 'commit',
  crcOf: (bytes: Buffer) => number,
): Promise<Buffer> {
  const key = Buffer.from([0, 0, 0, end === 'abort' ? 0 : 1]).toString('latin1');
  const bytes = await encodeBatch({ ...at, records: [{ key, value: '\0\0\0\0\0\0' }] });
  bytes.writeInt16BE(CONTROL_AND_TRANSACTIONAL, ATTRIBUTES_AT);
  bytes.writeUInt32BE(crcOf(bytes.subarray(ATTRIBUTES_AT)), CRC_AT);
  return bytes;
}

import { ShieldError } from '@hrd-shield/contracts';
import { crc32c } from '@node-rs/crc32';
import type { BatchContext, ClientInternals, DecodedMessage } from '../client-internals.ts';
import { AbortedProducers, type AbortedTransaction } from './aborted-producers.ts';
import {
  BATCH_HEADER_BYTES,
  type BatchHeader,
  CHECKED_FROM,
  contextOf,
  readBatchHeader,
} from './batch-header.ts';
import { decompressorOf } from './decompress.ts';
import { passOver } from './passed-over.ts';
import { type KeyFilter, type Walk, walkRecords } from './walk-records.ts';

/** One partition of a fetch answer. */
export interface FetchedPartition {
  readonly records: Buffer;
  /** Records before it were read already. */
  readonly fetchOffset: number;
  readonly abortedTransactions: readonly AbortedTransaction[];
}

const NO_CODEC = 0;

/**
 * The messages of one partition that the filter lets through, in log order, then the last record
 * of all whether it was a hit or not: it carries how many were passed over, and what is needed to
 * know how far the partition was read. A marker for the control records at the end makes the
 * client move past them.
 *
 * Records of aborted transactions are neither hits nor misses, as under the stock decoder.
 *
 * @throws ShieldError `kafka.corrupt-batch`
 */
export async function screenPartition(
  { records, fetchOffset, abortedTransactions }: FetchedPartition,
  filter: KeyFilter,
  client: ClientInternals,
): Promise<readonly DecodedMessage[]> {
  const aborted = new AbortedProducers(abortedTransactions);
  const walk: Walk = { misses: 0, hits: [], lastAt: -1, lastEnd: -1 };
  const by: Screening = { filter, walk, client, messages: [], last: undefined };
  let end: BatchHeader | undefined;
  let header = readBatchHeader(records, 0);
  for (; header !== undefined; header = readBatchHeader(records, header.end)) {
    end = header;
    if (header.isKnownFormat) checkSum(records, header);
    if (header.lastOffset < fetchOffset) continue;
    if (header.isControl) {
      aborted.endOf(header, records);
      continue;
    }
    if (aborted.has(header)) continue;
    const bytes = plainBytes(records, header);
    if (bytes !== undefined) screenBatch({ records, bytes, header, fetchOffset }, by);
    else screenDecoded(await decodeByClient(records, header, client), fetchOffset, by);
  }
  const { last, messages } = by;
  if (last !== undefined) passOver(messages, () => made(last, client), walk.misses);
  if (end !== undefined && Number(messages.at(-1)?.offset ?? -1) < end.lastOffset) {
    messages.push(endMarker(contextOf(records, end), end.lastOffset));
  }
  return messages;
}

/** A record where it lies, in a batch whose head lies among the fetched bytes. */
interface Lying {
  readonly records: Buffer;
  readonly header: BatchHeader;
  readonly bytes: Buffer;
  readonly at: number;
  readonly end: number;
}

/** What is made of one partition; a batch of misses adds one place to it, and nothing a record. */
interface Screening {
  readonly filter: KeyFilter;
  readonly walk: Walk;
  readonly client: ClientInternals;
  readonly messages: DecodedMessage[];
  /** The last record of all, made when it is asked for. */
  last: Lying | DecodedMessage | undefined;
}

/** The fetched bytes themselves, or what was compressed; undefined where only the client can. */
function plainBytes(records: Buffer, header: BatchHeader): Buffer | undefined {
  if (!header.isKnownFormat) return undefined;
  if (header.codec === NO_CODEC) return records;
  const start = header.at + BATCH_HEADER_BYTES;
  return decompressorOf(header.codec)?.(records.subarray(start, header.end));
}

function screenBatch(
  of: Pick<Lying, 'records' | 'bytes' | 'header'> & { readonly fetchOffset: number },
  by: Screening,
): void {
  const { bytes, fetchOffset, header, records } = of;
  const isPlain = bytes === records;
  const { walk, filter, messages } = by;
  walk.hits.length = 0;
  walk.lastAt = -1;
  const span = {
    at: isPlain ? header.at + BATCH_HEADER_BYTES : 0,
    end: isPlain ? header.end : bytes.length,
    count: header.recordCount,
    fromDelta: fetchOffset - header.firstOffset,
  };
  walkRecords(bytes, span, filter, walk);
  if (walk.lastAt < 0) return;
  by.last = { records, header, bytes, at: walk.lastAt, end: walk.lastEnd };
  if (walk.hits.length === 0) return;
  const context = contextOf(records, header);
  for (let n = 0; n < walk.hits.length; n += 2) {
    const record = bytes.subarray(walk.hits[n] ?? 0, walk.hits[n + 1] ?? 0);
    messages.push(readRecord(record, context, by.client));
  }
}

function made(last: Lying | DecodedMessage, client: ClientInternals): DecodedMessage {
  if (!('bytes' in last)) return last;
  const { at, bytes, end, header, records } = last;
  return readRecord(bytes.subarray(at, end), contextOf(records, header), client);
}

/** Copied, so that one hit does not keep the whole answer of the broker in memory. */
function readRecord(
  record: Buffer,
  context: BatchContext,
  client: ClientInternals,
): DecodedMessage {
  const decoder = new client.Decoder(Buffer.from(record));
  decoder.readVarInt();
  return client.decodeRecord(decoder, context);
}

/** Formats and codecs that only the client knows. */
function decodeByClient(
  records: Buffer,
  { at, end, isKnownFormat }: BatchHeader,
  client: ClientInternals,
): Promise<readonly DecodedMessage[]> {
  if (isKnownFormat) {
    const decoder = new client.Decoder(records.subarray(at, end));
    return client.decodeBatch(decoder).then((batch) => batch.records);
  }
  const sized = Buffer.alloc(4 + end - at);
  sized.writeInt32BE(end - at);
  records.copy(sized, 4, at, end);
  return client.decodeMessages(new client.Decoder(sized));
}

function screenDecoded(
  decoded: readonly DecodedMessage[],
  fetchOffset: number,
  by: Screening,
): void {
  const wanted = decoded.filter(({ offset }) => Number(offset) >= fetchOffset);
  const found = wanted.filter(
    ({ key }) => key === null || key.length === 0 || by.filter(key, 0, key.length),
  );
  by.walk.misses += wanted.length - found.length;
  by.messages.push(...found);
  by.last = wanted.at(-1) ?? by.last;
}

function checkSum(records: Buffer, { at, end, crc, firstOffset }: BatchHeader): void {
  if (crc32c(records.subarray(at + CHECKED_FROM, end)) === crc) return;
  const detail = `the batch at offset ${firstOffset} fails its checksum`;
  throw new ShieldError('kafka.corrupt-batch', { detail });
}

/** A control record: the client passes over it, and goes on behind it. */
function endMarker(batchContext: BatchContext, offset: number): DecodedMessage {
  return {
    key: null,
    value: null,
    timestamp: batchContext.maxTimestamp,
    attributes: 0,
    offset: String(offset),
    headers: {},
    isControlRecord: true,
    batchContext,
  };
}

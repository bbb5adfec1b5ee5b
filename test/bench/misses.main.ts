import { getHeapSpaceStatistics } from 'node:v8';
import { createAccountTagger, createTagSet } from '@hrd-shield/keys';
import { DefenderIndex, type SourceBatch, type SourceRecord } from '@hrd-shield/pipeline';
import { loadClientInternals } from '../../packages/kafka/src/client-internals.ts';
import { passedOverOf } from '../../packages/kafka/src/in-place/passed-over.ts';
import { screenPartition } from '../../packages/kafka/src/in-place/screen-partition.ts';
import { encodeBatch } from '../../packages/kafka/src/in-place/testing/encode-batch.ts';
import { createScreenBatch } from '../../services/ingest/src/screen-batch.ts';
import type { MissFigures } from './misses.ts';

/**
 * What a record costs in young memory that concerns nobody designated: the decoder in place, and
 * the screening of records that the stock decoder made. Prints one JSON line.
 */
const DESIGNATED = 100_000;
/** Records of a batch, and batches of one answer of the broker: about a megabyte. */
const BATCH = 1_000;
const BATCHES = 4;
const VALUE = 'x'.repeat(240);
const WARM_EVENTS = 400_000;
const EVENTS = 1_000_000;

type Screen = () => Promise<number>;

const client = loadClientInternals();
const index = newIndex();
const filter = (bytes: Uint8Array, from: number, to: number) => index.mayHold(bytes, from, to);
const figures: MissFigures = {
  events: EVENTS,
  inPlace: await costOf(async (size) => screenInPlace(await encodedBatches(size))),
  stock: await costOf(async (size) => screenDecoded(decodedBatches(size))),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

/** Two sizes of batches tell what a record adds from what its batch costs. */
async function costOf(screenOf: (size: number) => Promise<Screen>): Promise<MissFigures['stock']> {
  const small = await bytesOf(await screenOf(BATCH));
  const large = (await bytesOf(await screenOf(2 * BATCH))) * 2;
  const missBytes = large - small;
  return { missBytes, batchBytes: (small - missBytes) * BATCH, recordBytes: small };
}

/** @returns growth of the young generation, bytes a record; NaN when it was collected meanwhile */
async function bytesOf(screen: Screen): Promise<number> {
  const run = async (events: number): Promise<void> => {
    for (let seen = 0; seen < events; ) seen += await screen();
  };
  await run(WARM_EVENTS);
  globalThis.gc?.();
  const before = youngBytes();
  await run(EVENTS);
  const grown = youngBytes() - before;
  return grown < 0 ? Number.NaN : grown / EVENTS;
}

function youngBytes(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => space_name.startsWith('new_'));
  return spaces.reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}

function screenInPlace(records: Buffer): Screen {
  const fetched = { records, fetchOffset: 0, abortedTransactions: [] };
  return async () => {
    const messages = await screenPartition(fetched, filter, client);
    return passedOverOf(messages.at(-1) ?? {})?.count ?? Number.NaN;
  };
}

function screenDecoded(batches: readonly SourceBatch[]): Screen {
  const nobody = () => Promise.reject(new RangeError('nobody is designated'));
  const screen = createScreenBatch({
    index,
    chain: nobody,
    letters: { open: () => nobody, sealed: nobody } as never,
    sink: { send: async () => undefined } as never,
    eventTime: { reach: () => undefined, reachedOf: () => 0 } as never,
    count: (tally) => tally.assertClosed(),
    now: () => 0,
    onProbe: () => undefined,
  });
  return async () => {
    for (const batch of batches) await screen(batch);
    return batches.reduce((sum, batch) => sum + batch.records.length, 0);
  };
}

function newIndex(): DefenderIndex {
  const tagOf = createAccountTagger(Uint8Array.from({ length: 8 }, (_, i) => i * 29 + 3));
  const tags = createTagSet();
  for (let n = 0; n < DESIGNATED; n += 1) tags.add(tagOf(Buffer.from(`defender-${n}`)));
  // A tag that is met by chance finds no digest: it is a miss too, and a rare one.
  return new DefenderIndex({ tagOf, tags, digestOf: () => '', digestKey: 'bench' });
}

function keysOf(batch: number, size: number): string[] {
  return Array.from({ length: size }, (_, i) => `account-${batch}-${i * 7919}`);
}

async function encodedBatches(size: number): Promise<Buffer> {
  const batches = Array.from({ length: BATCHES }, (_, batch) =>
    encodeBatch({
      firstOffset: batch * size,
      records: keysOf(batch, size).map((key) => ({ key, value: VALUE })),
    }),
  );
  return Buffer.concat(await Promise.all(batches));
}

function decodedBatches(size: number): SourceBatch[] {
  return Array.from({ length: BATCHES }, (_, batch) => ({
    topic: 'platform.content',
    partition: 0,
    records: keysOf(batch, size).map(
      (key, i): SourceRecord => ({
        key: Buffer.from(key),
        value: Buffer.from(VALUE),
        headers: {},
        offset: String(i),
        timestamp: '1767225600000',
      }),
    ),
    nextOffset: String(size),
    lag: 0,
    isStale: () => false,
    heartbeat: async () => undefined,
  }));
}

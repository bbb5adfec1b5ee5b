import type { RecordSource, SourceBatch } from '@hrd-shield/pipeline';
import { CompressionTypes, type Producer } from 'kafkajs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { stackAddresses, uniqueName } from '../../../../test/harness/stack.ts';
import { createClient } from '../connection.ts';
import { createKafkaAdmin, createKafkaSource, createTopics } from '../index.ts';

const connection = {
  brokers: stackAddresses().kafkaBrokers.split(','),
  clientId: uniqueName('in-place'),
};
const client = createClient(connection);
let topic: string;
let groupId: string;
let wanted: ReadonlySet<string>;
let producer: Producer;
let source: RecordSource;
let hits: string[];
let misses: number;
let lasts: string[];
const topics: string[] = [];

beforeAll(async () => {
  producer = client.producer();
  await producer.connect();
});

afterAll(async () => {
  await producer.disconnect();
  await createKafkaAdmin(connection).deleteTopics(topics);
});

beforeEach(async () => {
  const prefix = `${uniqueName('t')}.`;
  [topic = ''] = await createTopics(connection, {
    prefix,
    topics: ['outcomes'],
    partitions: { outcomes: 1 },
  });
  topics.push(topic);
  groupId = uniqueName('g');
  wanted = new Set(['a']);
  hits = [];
  lasts = [];
  misses = 0;
  source = open();
});

afterEach(() => source.stop());

function open(): RecordSource {
  return createKafkaSource({
    connection,
    groupId,
    topics: [topic],
    sessionTimeoutMs: 6_000,
    commitIntervalMs: 50,
    keyFilter: (bytes, from, to) => wanted.has(bytes.toString('utf8', from, to)),
  });
}

async function take({ passedOver, records }: SourceBatch): Promise<void> {
  hits.push(...records.map(({ offset }) => offset));
  misses += passedOver?.count ?? 0;
  lasts.push(passedOver?.last.offset ?? 'none');
}

const messages = (keys: string) =>
  [...keys].map((key) => ({ key, value: 'v', headers: { h: 'x' } }));
const send = (keys: string, compression = CompressionTypes.None) =>
  producer.send({ topic, messages: messages(keys), compression });
const committed = async (): Promise<string | undefined> =>
  (await createKafkaAdmin(connection).committed(groupId, [topic]))[0]?.offset;
const untilRead = (count: number): Promise<void> =>
  expect.poll(() => hits.length + misses, { timeout: 60_000, interval: 20 }).toBe(count);

test('only hits are handed on, misses are counted, and the commit passes both', async () => {
  await send('xxaxx');
  await source.start({ onBatch: take });
  await untilRead(5);
  expect([hits, misses, lasts.at(-1)]).toEqual([['2'], 4, '4']);
  await expect.poll(committed, { timeout: 60_000 }).toBe('5');
  await send('xxx');
  await untilRead(8);
  await expect.poll(committed, { timeout: 60_000 }).toBe('8');
});

test('a start in the middle of a batch counts only what follows', async () => {
  await send('axaxax');
  await source.start({
    onAssigned: async (partitions) => partitions.map((at) => ({ ...at, offset: '3' })),
    onBatch: take,
  });
  await untilRead(3);
  await send('x');
  await untilRead(4);
  expect([hits, misses]).toEqual([['4'], 3]);
});

test('compressed batches are screened like others', async () => {
  await send('xaxa', CompressionTypes.GZIP);
  await source.start({ onBatch: take });
  await untilRead(4);
  expect(hits).toEqual(['1', '3']);
});

test('an account that is added goes through from the next fetch on, without a pause', async () => {
  await send('ab');
  await source.start({ onBatch: take });
  await untilRead(2);
  wanted = new Set(['a', 'b']);
  await send('ab');
  await untilRead(4);
  expect(hits).toEqual(['0', '2', '3']);
});

test('aborted transactions are not read, and their markers hold nothing up', async () => {
  const transactional = client.producer({
    transactionalId: uniqueName('tx'),
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await transactional.connect();
  for (const end of ['abort', 'commit', 'abort'] as const) {
    const transaction = await transactional.transaction();
    await transaction.send({ topic, messages: messages('ax') });
    await transaction[end]();
  }
  await transactional.disconnect();
  await source.start({ onBatch: take });
  await untilRead(2);
  expect([hits, misses]).toEqual([['3'], 1]);
  await send('a');
  await untilRead(3);
  expect(hits).toEqual(['3', '9']);
  await expect.poll(committed, { timeout: 60_000 }).toBe('10');
});

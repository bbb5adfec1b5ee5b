import type { Socket } from 'node:net';
import type { RecordSource } from '@hrd-shield/pipeline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stackAddresses, uniqueName } from '../../../../test/harness/stack.ts';
import { loadClientInternals } from '../client-internals.ts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createTopics,
  type KeyFilter,
} from '../index.ts';
import { joinAnswers } from './join-answers.ts';

const connection = {
  brokers: stackAddresses().kafkaBrokers.split(','),
  clientId: uniqueName('cut'),
};
/** Sooner than the client gives up a request that nobody answers, and its watchdog, 30 s each. */
const SOON_MS = 15_000;
const RECORDS = 20;
const VALUE = Buffer.alloc(40_000, 'v');
const { Connection } = loadClientInternals();
const { prototype } = Connection;
let whole: typeof prototype.processData;
let cuts: number;
let topic = '';
let source: RecordSource;

beforeEach(async () => {
  joinAnswers();
  whole = prototype.processData;
  cuts = 0;
  const prefix = `${uniqueName('t')}.`;
  const partitions = { outcomes: 1 };
  [topic = ''] = await createTopics(connection, { prefix, topics: ['outcomes'], partitions });
});

afterEach(async () => {
  prototype.processData = whole;
  await source.stop();
  await createKafkaAdmin(connection).deleteTopics([topic]);
});

/** The next answers that are longer than a piece lose their connection after the first. */
function cutAnswers(times: number): void {
  prototype.processData = function processData(piece) {
    whole.call(this, piece);
    if (cuts === times || this.bytesNeeded - this.bytesBuffered < VALUE.length) return;
    cuts += 1;
    (this.socket as Socket).destroy(new Error('cut'));
  };
}

test.each<[string, KeyFilter | undefined]>([
  ['screened where it lies', (bytes, from) => bytes[from] === 0x61],
  ['read by the stock decoder', undefined],
])('an answer that is cut off half-way is read again at once: %s', async (_, keyFilter) => {
  const sink = createKafkaSink({ connection });
  await sink.start();
  const record = { topic, key: 'a', value: VALUE, headers: {}, partition: 0 };
  await sink.send(Array.from({ length: RECORDS }, () => record));
  await sink.stop();
  const offsets: string[] = [];
  source = createKafkaSource({ connection, groupId: uniqueName('g'), topics: [topic], keyFilter });
  cutAnswers(2);
  void source.start({
    onBatch: async ({ records }) => void offsets.push(...records.map(({ offset }) => offset)),
  });
  const all = Array.from({ length: RECORDS }, (_each, n) => String(n));
  await expect.poll(() => offsets, { timeout: SOON_MS, interval: 50 }).toEqual(all);
  expect(cuts).toBe(2);
});

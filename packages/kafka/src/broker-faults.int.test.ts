import type { RecordSource, SourceHandlers } from '@hrd-shield/pipeline';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { valuesOf } from '../../../test/harness/log-conformance/place.ts';
import { type OwnBroker, startOwnBroker } from '../../../test/harness/own-broker.ts';
import { uniqueName } from '../../../test/harness/stack.ts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createTopics,
  type KafkaConnection,
  type KafkaSink,
  type KeyFilter,
} from './index.ts';

/** What a client makes of a broker that dies, hangs or has a bad disk. */
let broker: OwnBroker;
let connection: KafkaConnection;
let sink: KafkaSink;
let source: RecordSource;
let topic = '';
let groupId = '';
let seen: string[] = [];
let faults: string[] = [];

beforeAll(async () => {
  broker = await startOwnBroker(process.env);
  connection = { brokers: broker.brokers, clientId: uniqueName('faults') };
  sink = createKafkaSink({ connection });
  await sink.start();
});

afterAll(async () => {
  await sink.stop();
  await broker.stop();
});

beforeEach(async () => {
  const prefix = `${uniqueName('t')}.`;
  const partitions = { outcomes: 1 };
  [topic = ''] = await createTopics(connection, { prefix, topics: ['outcomes'], partitions });
  groupId = uniqueName('g');
  seen = [];
  faults = [];
});

afterEach(() => source.stop());

async function read(
  keyFilter?: KeyFilter,
  handlers: SourceHandlers = { onBatch: async (batch) => void seen.push(...valuesOf(batch)) },
): Promise<void> {
  source = createKafkaSource({
    connection,
    groupId,
    topics: [topic],
    sessionTimeoutMs: 6_000,
    commitIntervalMs: 50,
    watchdogMs: 3_000,
    keyFilter,
    onFault: ({ code, message }) => void faults.push(`${code} ${message}`),
  });
  void source.start(handlers);
}

const append = (value: string): Promise<void> =>
  sink.send([{ topic, key: 'k', value: Buffer.from(value), headers: {}, partition: 0 }]);
const committed = async (): Promise<string | undefined> =>
  (await createKafkaAdmin(connection).committed(groupId, [topic]))[0]?.offset;
const until = (check: () => unknown): Promise<void> =>
  expect.poll(check, { timeout: 60_000, interval: 50 }).toBe(true);

test('a client that died with the broker is built anew, and goes on at its commit', async () => {
  await append('a');
  await read();
  await until(() => seen.length === 1);
  await expect.poll(committed, { timeout: 60_000 }).toBe('1');
  await broker.control.crash('kafka');
  await until(() => faults.length > 0 && !source.isHealthy());
  await broker.control.revive('kafka');
  await append('b');
  await until(() => seen.length === 2);
  expect(seen).toEqual(['a', 'b']);
  await until(() => source.isHealthy());
});

test('a broker that hangs makes the source unhealthy and its client is built anew', async () => {
  await append('a');
  await read();
  await until(() => seen.length === 1);
  await expect.poll(committed, { timeout: 60_000 }).toBe('1');
  broker.control.pause('kafka');
  try {
    await until(() => !source.isHealthy());
    await until(() => faults.some((text) => text.includes('built anew')));
  } finally {
    broker.control.goOn('kafka');
  }
  await append('b');
  await until(() => seen.length === 2);
  expect(seen).toEqual(['a', 'b']);
  await until(() => source.isHealthy());
});

test('a batch that was handled too late comes again, and the assignment is taken anew before', async () => {
  await append('a');
  await read(undefined, {
    onAssigned: async () => {
      seen.push('assigned');
      return [];
    },
    onBatch: async (batch) => {
      const isFirst = !seen.includes('a');
      seen.push(...valuesOf(batch));
      // Without a sign of life, until the group may have given the partition away.
      if (isFirst) await until(() => batch.isStale());
    },
  });
  await until(() => seen.length >= 4);
  expect(seen).toEqual(['assigned', 'a', 'assigned', 'a']);
  await expect.poll(committed, { timeout: 60_000 }).toBe('1');
});

test('one flipped bit on the disk of the broker is seen, and nothing of the batch is handed on', async () => {
  await append('a');
  broker.flipLastBit(topic, 0);
  await read(() => true);
  await expect.poll(() => faults.join(), { timeout: 90_000 }).toContain('kafka.corrupt-batch');
  expect(seen).toEqual([]);
  expect(await committed()).toBe('-1');
});

import { InvariantError, type ShieldError } from '@hrd-shield/contracts';
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
  openLog,
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

interface Reading {
  readonly at?: KafkaConnection;
  readonly handlers?: SourceHandlers;
  readonly keyFilter?: KeyFilter;
  readonly sessionTimeoutMs?: number;
}

async function read({
  at = connection,
  handlers = { onBatch: async (batch) => void seen.push(...valuesOf(batch)) },
  keyFilter,
  sessionTimeoutMs = 6_000,
}: Reading = {}): Promise<void> {
  source = createKafkaSource({
    connection: at,
    groupId,
    topics: [topic],
    sessionTimeoutMs,
    commitIntervalMs: 50,
    watchdogMs: 3_000,
    keyFilter,
    onFault: tell,
  });
  void source.start(handlers);
}

const tell = ({ code, message }: ShieldError): void => void faults.push(`${code} ${message}`);
const append = (value: string): Promise<void> =>
  sink.send([{ topic, key: 'k', value: Buffer.from(value), headers: {}, partition: 0 }]);
const committed = async (): Promise<string | undefined> =>
  (await createKafkaAdmin(connection).committed(groupId, [topic]))[0]?.offset;
const until = (check: () => unknown): Promise<void> =>
  expect.poll(check, { timeout: 60_000, interval: 50 }).toBe(true);

/** Longer than any test waits: who dies must not be waited for. */
const SESSION_MS = 180_000;

test('a client that died with the broker is built anew, and goes on at its commit', async () => {
  await append('a');
  await read({ sessionTimeoutMs: SESSION_MS });
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

test('a first join that nobody answers is given up, and another one made', async () => {
  await append('a');
  broker.control.pause('kafka');
  try {
    await read();
    await until(() => faults.some((text) => text.includes('a join that nobody answers')));
  } finally {
    broker.control.goOn('kafka');
  }
  await until(() => seen.length === 1);
  expect(seen).toEqual(['a']);
});

test('a batch that was handled too late comes again, and the assignment is taken anew before', async () => {
  await append('a');
  await read({
    handlers: {
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
    },
  });
  await until(() => seen.length >= 4);
  expect(seen).toEqual(['assigned', 'a', 'assigned', 'a']);
  await expect.poll(committed, { timeout: 60_000 }).toBe('1');
});

test('one flipped bit on the disk of the broker is seen, and nothing of the batch is handed on', async () => {
  await append('a');
  broker.flipLastBit(topic, 0);
  await read({ keyFilter: () => true });
  await expect.poll(() => faults.join(), { timeout: 90_000 }).toContain('kafka.corrupt-batch');
  expect(seen).toEqual([]);
  expect(await committed()).toBe('-1');
});

test('a broker that stays away ends the reader for good, and tells how long it was silent', async () => {
  let unheardMs = (): number => -1;
  const meter = {
    gauge: (_: string, __: string, read: () => number) => {
      unheardMs = read;
    },
  };
  const given = { ...connection, giveUpMs: 8_000 };
  const log = openLog(given, meter, tell);
  await append('a');
  await read({ at: log.connection });
  await until(() => seen.length === 1 && source.isHealthy());
  expect(unheardMs()).toBeLessThan(8_000);
  await broker.control.crash('kafka');
  try {
    await until(() => faults.some((text) => text.startsWith('kafka.gave-up')));
    expect(faults.at(-1)).toBe('kafka.gave-up kafka.gave-up: no broker has answered for 8 s');
    expect(unheardMs()).toBeGreaterThanOrEqual(8_000);
    expect(source.isHealthy()).toBe(false);
  } finally {
    await broker.control.revive('kafka');
  }
  // For good: a broker that is back changes nothing, and nothing more is tried.
  await append('b');
  const told = faults.length;
  await source.stop();
  expect(seen).toEqual(['a']);
  expect(faults).toHaveLength(told);
});

test('a handler that breaks a rule of its code ends the reader for good', async () => {
  await append('a');
  await read({
    handlers: { onBatch: () => Promise.reject(new InvariantError('a rule of the test')) },
  });
  await until(() => faults.some((text) => text.startsWith('kafka.gave-up')));
  expect(source.isHealthy()).toBe(false);
  expect(await committed()).toBe('-1');
});

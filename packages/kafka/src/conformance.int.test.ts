import type { ShieldError } from '@hrd-shield/contracts';
import type { RecordSource, SourceBatch } from '@hrd-shield/pipeline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stackAddresses, uniqueName } from '../../../test/harness/stack.ts';
import { withAdmin } from './admin.ts';
import { createClient } from './connection.ts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  createTopics,
  type KafkaConnection,
  type KafkaSink,
  type KeyFilter,
} from './index.ts';

const PARTITIONS = 2;
let connection: KafkaConnection;
let sink: KafkaSink;
let topic: string;
const topics: string[] = [];
let groupId: string;
let sources: RecordSource[] = [];

beforeAll(async () => {
  connection = {
    brokers: stackAddresses().kafkaBrokers.split(','),
    clientId: uniqueName('conformance'),
  };
  sink = createKafkaSink({ connection });
  await sink.start();
});

// A producer that has seen a topic cannot live past its deletion, so they go together.
afterAll(async () => {
  await sink.stop();
  await createKafkaAdmin(connection).deleteTopics(topics);
});

beforeEach(async () => {
  const prefix = `${uniqueName('t')}.`;
  const partitions = { outcomes: PARTITIONS };
  [topic = ''] = await createTopics(connection, { prefix, topics: ['outcomes'], partitions });
  topics.push(topic);
  groupId = uniqueName('g');
});

afterEach(async () => {
  await Promise.all(sources.map((source) => source.stop()));
  sources = [];
});

let keyFilter: KeyFilter | undefined;

function source(onFault?: (fault: ShieldError) => void): RecordSource {
  const made = createKafkaSource({
    connection,
    groupId,
    topics: [topic],
    sessionTimeoutMs: 6_000,
    commitIntervalMs: 50,
    keyFilter,
    onFault,
  });
  sources.push(made);
  return made;
}

async function append(values: readonly string[], partition = 0): Promise<void> {
  await sink.send(
    values.map((value) => ({ topic, key: 'k', value: Buffer.from(value), headers: {}, partition })),
  );
}

function valuesOf(batch: SourceBatch): string[] {
  return batch.records.map((record) => record.value?.toString() ?? '');
}

async function committed(partition = 0): Promise<string | undefined> {
  const offsets = await createKafkaAdmin(connection).committed(groupId, [topic]);
  return offsets.find((at) => at.partition === partition)?.offset;
}

const until = (check: () => unknown): Promise<void> =>
  expect.poll(check, { timeout: 30_000, interval: 50 }).toBe(true);

/** Every promise of the source holds under both decoders. */
const DECODERS: readonly (readonly [string, KeyFilter | undefined])[] = [
  ['the decoder of the client', undefined],
  ['the in-place decoder', () => true],
];

describe.each(DECODERS)('%s', (_name, filter) => {
  beforeEach(() => {
    keyFilter = filter;
  });

  test('records of one key arrive in the order of many concurrent sends', async () => {
    const sent = Array.from({ length: 200 }, (_, n) => String(n));
    await Promise.all(sent.map((value) => append([value])));
    const seen: string[] = [];
    await source().start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
    await until(() => seen.length === 200);
    expect(seen).toEqual(sent);
  });

  test('an offset is committed only after the effect', async () => {
    let finish: () => void = () => undefined;
    const effect = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let isHandling = false;
    await append(['a', 'b']);
    await source().start({
      onBatch: async () => {
        isHandling = true;
        await effect;
      },
    });
    await until(() => isHandling);
    expect(await committed()).toBe('-1');
    finish();
    await expect.poll(() => committed(), { timeout: 10_000 }).toBe('2');
  });

  test('a handler that fails gets the same records again, and none is skipped', async () => {
    await append(['a', 'b', 'c']);
    const seen: string[] = [];
    const faults: string[] = [];
    let failures = 2;
    await source((fault) => void faults.push(fault.code)).start({
      onBatch: async (batch) => {
        seen.push(valuesOf(batch).join(''));
        if (failures-- > 0) throw new TypeError('the effect failed');
      },
    });
    await until(() => seen.length === 3);
    expect(seen).toEqual(['abc', 'abc', 'abc']);
    expect(faults).toEqual(['kafka.unavailable', 'kafka.unavailable']);
    await append(['d']);
    await until(() => seen.length === 4);
    expect(seen[3]).toBe('d');
  });

  test('a new life of the group goes on at the committed offset', async () => {
    await append(['a', 'b']);
    const first: string[] = [];
    const one = source();
    await one.start({ onBatch: async (batch) => void first.push(...valuesOf(batch)) });
    await until(() => first.length === 2);
    await one.stop();
    await append(['c']);
    const second: string[] = [];
    await source().start({ onBatch: async (batch) => void second.push(...valuesOf(batch)) });
    await until(() => second.length > 0);
    expect(second).toEqual(['c']);
  });

  test('an assignment is asked about only once the one before is answered', async () => {
    let open = 0;
    let atOnce = 0;
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const onAssigned = async (): Promise<readonly []> => {
      open += 1;
      atOnce = Math.max(atOnce, open);
      await answered;
      open -= 1;
      return [];
    };
    const taken: string[] = [];
    const onBatch = async (batch: SourceBatch): Promise<void> =>
      void taken.push(...valuesOf(batch));
    const one = source();
    const begun = one.start({ onAssigned, onBatch });
    await until(() => open === 1);
    let isOtherAsked = false;
    const other = source().start({
      onAssigned: async () => {
        isOtherAsked = true;
        return [];
      },
      onBatch,
    });
    await until(() => isOtherAsked);
    answer();
    await Promise.all([begun, other]);
    await append(['a'], 0);
    await append(['b'], 1);
    await until(() => taken.length === 2);
    expect(atOnce).toBe(1);
    expect(one.isHealthy()).toBe(true);
  });

  test('a batch goes stale when another member joins, and each partition has one owner', async () => {
    await append(['a'], 0);
    await append(['b'], 1);
    let held: SourceBatch | undefined;
    let release = false;
    const revoked: number[] = [];
    await source().start({
      onRevoked: (partitions) => void revoked.push(partitions.length),
      onBatch: async (batch) => {
        held ??= batch;
        while (!release) {
          await batch.heartbeat();
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      },
    });
    await until(() => held !== undefined);
    expect(held?.isStale()).toBe(false);
    const assigned: number[] = [];
    const other = source();
    const joined = other.start({
      onAssigned: async (partitions) => {
        assigned.push(partitions.length);
        return [];
      },
      onBatch: async () => undefined,
    });
    await until(() => held?.isStale());
    release = true;
    await joined;
    await until(() => assigned.at(-1) === 1);
    expect(revoked).toContain(PARTITIONS);
  });

  test('the handler says where an assignment starts', async () => {
    await append(['a', 'b', 'c', 'd']);
    const one = source();
    const counted: unknown[] = [];
    await one.start({ onBatch: async (batch) => void counted.push(...batch.records) });
    await until(() => counted.length === 4);
    await one.stop();
    const seen: string[] = [];
    await source().start({
      onAssigned: async (partitions) =>
        partitions.filter((at) => at.partition === 0).map((at) => ({ ...at, offset: '1' })),
      onBatch: async (batch) => void seen.push(...valuesOf(batch)),
    });
    await until(() => seen.length === 3);
    expect(seen).toEqual(['b', 'c', 'd']);
    // Replay below the commit never moves it back.
    expect(await committed()).toBe('4');
  });

  test('what lies before a later start is committed, though nothing more arrives', async () => {
    await append(['a', 'b', 'c']);
    const seen: string[] = [];
    await source().start({
      onAssigned: async (partitions) =>
        partitions.filter((at) => at.partition === 0).map((at) => ({ ...at, offset: '3' })),
      onBatch: async (batch) => void seen.push(...valuesOf(batch)),
    });
    await expect.poll(() => committed(), { timeout: 10_000 }).toBe('3');
    expect(seen).toEqual([]);
  });

  test('a committed offset that the broker no longer has is refused, not skipped', async () => {
    await append(['a', 'b', 'c']);
    const one = source();
    const counted: unknown[] = [];
    await one.start({ onBatch: async (batch) => void counted.push(...batch.records) });
    await until(() => counted.length === 3);
    await one.stop();
    await append(['lost', 'lost too']);
    await withAdmin(createClient(connection), async (admin) => {
      // The client knows a topic only after it was asked about it.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '5' }] });
    });
    await append(['kept']);
    const seen: string[] = [];
    const faults: string[] = [];
    const two = source((fault) => void faults.push(fault.code));
    await two.start({ onBatch: async (batch) => void seen.push(...valuesOf(batch)) });
    await until(() => faults.includes('kafka.offset-gap'));
    expect(two.isHealthy()).toBe(false);
    expect(seen).toEqual([]);
  });

  test('later batches are handled while an effect is open, and no commit passes it', async () => {
    let finish: () => void = () => undefined;
    const effect = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const seen: string[] = [];
    await append(['a']);
    await source().start({
      onBatch: async (batch) => {
        if (seen.length === 0) batch.commitAfter?.(effect);
        seen.push(...valuesOf(batch));
      },
    });
    await until(() => seen.length === 1);
    await append(['b']);
    await until(() => seen.length === 2);
    expect(await committed()).toBe('-1');
    finish();
    await expect.poll(() => committed(), { timeout: 10_000 }).toBe('2');
  });

  test('an effect that fails brings its records again', async () => {
    const seen: string[] = [];
    const faults: string[] = [];
    await append(['a']);
    await source((fault) => void faults.push(fault.code)).start({
      onBatch: async (batch) => {
        if (seen.length === 0) batch.commitAfter?.(Promise.reject(new TypeError('it failed')));
        seen.push(...valuesOf(batch));
      },
    });
    await until(() => seen.length === 2);
    expect([seen, faults]).toEqual([['a', 'a'], ['kafka.unavailable']]);
    await expect.poll(() => committed(), { timeout: 10_000 }).toBe('1');
  });
});

test('a log reader has delivered the head when its start resolves, and then goes on', async () => {
  await append(['a', 'b'], 0);
  await append(['c'], 1);
  const seen: string[] = [];
  const reader = createLogReader({ connection, topic });
  await reader.start((records) => void seen.push(...records.map((r) => String(r.value))));
  expect(seen.toSorted()).toEqual(['a', 'b', 'c']);
  await append(['d'], 1);
  await until(() => seen.includes('d'));
  await reader.stop();
});

test('a log reader of one partition sees no other', async () => {
  await append(['a'], 0);
  await append(['b'], 1);
  const seen: string[] = [];
  const reader = createLogReader({ connection, topic, partitions: [1] });
  await reader.start((records) => void seen.push(...records.map((r) => String(r.value))));
  await reader.stop();
  expect(seen).toEqual(['b']);
});

test('a log reader of an empty topic starts at once', async () => {
  const reader = createLogReader({ connection, topic });
  await reader.start(() => undefined);
  await reader.stop();
});

test('topics have the shape of the table, and making them again changes nothing', async () => {
  const prefix = topic.slice(0, topic.indexOf('.') + 1);
  await createTopics(connection, { prefix, topics: ['outcomes'] });
  const [made] = await createKafkaAdmin(connection).describe([topic]);
  expect(made?.partitions).toBe(PARTITIONS);
  expect(made?.config).toMatchObject({
    'cleanup.policy': 'delete',
    'retention.ms': '2592000000',
    'message.timestamp.type': 'LogAppendTime',
  });
});

import type { ShieldError } from '@hrd-shield/contracts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createTopics,
  type KafkaConnection,
  type KafkaSink,
  type KeyFilter,
} from '@hrd-shield/kafka';
import type { RecordSource, SourceBatch } from '@hrd-shield/pipeline';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { stackAddresses, uniqueName } from '../stack.ts';

/** What the suite tells a client under test. */
export interface ConformanceSettings {
  readonly connection: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly commitIntervalMs: number;
  readonly watchdogMs?: number | undefined;
  readonly maxOpenBytes?: number | undefined;
  readonly onFault?: ((fault: ShieldError) => void) | undefined;
}

/** A client that stands behind the port. */
export interface LogAdapter {
  createSource(settings: ConformanceSettings): RecordSource;
  createSink(connection: KafkaConnection): KafkaSink;
}

/** A topic of two partitions and a group for each test, on the broker of the run. */
export interface ConformancePlace {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly groupId: string;
  source(settings?: Partial<ConformanceSettings>): RecordSource;
  append(values: readonly string[], partition?: number): Promise<void>;
  committed(partition?: number): Promise<string | undefined>;
}

export const PARTITIONS = 2;
const WAIT_MS = 30_000;

export const until = (check: () => unknown): Promise<void> =>
  expect.poll(check, { timeout: WAIT_MS, interval: 50 }).toBe(true);

export function valuesOf(batch: SourceBatch): string[] {
  return batch.records.map((record) => record.value?.toString() ?? '');
}

/** @returns a promise and what resolves it */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Registers the hooks of one suite. */
export function conformancePlace(adapter: LogAdapter): ConformancePlace {
  const topics: string[] = [];
  let connection: KafkaConnection = { brokers: [], clientId: '' };
  let sink: KafkaSink | undefined;
  let sources: RecordSource[] = [];
  let topic = '';
  let groupId = '';

  beforeAll(async () => {
    connection = {
      brokers: stackAddresses().kafkaBrokers.split(','),
      clientId: uniqueName('conformance'),
    };
    sink = adapter.createSink(connection);
    await sink.start();
  });

  // A producer that has seen a topic cannot live past its deletion, so they go together.
  afterAll(async () => {
    await sink?.stop();
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

  return {
    get connection() {
      return connection;
    },
    get topic() {
      return topic;
    },
    get groupId() {
      return groupId;
    },
    source(settings = {}) {
      const made = adapter.createSource({
        connection,
        groupId,
        topics: [topic],
        sessionTimeoutMs: 6_000,
        commitIntervalMs: 50,
        ...settings,
      });
      sources.push(made);
      return made;
    },
    async append(values, partition = 0) {
      await sink?.send(
        values.map((value) => ({
          topic,
          key: 'k',
          value: Buffer.from(value),
          headers: {},
          partition,
        })),
      );
    },
    async committed(partition = 0) {
      const offsets = await createKafkaAdmin(connection).committed(groupId, [topic]);
      return offsets.find((at) => at.partition === partition)?.offset;
    },
  };
}

/** The product's own client. @param keyFilter read in place, through this */
export function productAdapter(keyFilter?: KeyFilter): LogAdapter {
  return {
    createSource: (settings) => createKafkaSource({ ...settings, keyFilter }),
    createSink: (connection) => createKafkaSink({ connection }),
  };
}

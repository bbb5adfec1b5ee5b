import {
  ShieldError,
  TOPICS,
  type TopicId,
  type TopicSpec,
  topicName,
} from '@hrd-shield/contracts';
import type { Admin, ITopicConfig } from 'kafkajs';
import { withAdmin } from './admin.ts';
import { createClient, type KafkaConnection, typesOf } from './connection.ts';

export interface CreateTopicsOptions {
  /** Which topics; default: all of the table. */
  readonly topics?: readonly TopicId[];
  /** Keeps several installations apart on one broker. */
  readonly prefix?: string;
  /** Default 1: one node. Production gives 3. */
  readonly replicationFactor?: number;
  /** Partition counts other than the table's, for tests and large installations. */
  readonly partitions?: Readonly<Partial<Record<TopicId, number>>>;
}

const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 100;
/** @source retention table: replaced states are gone within a day */
const COMPACTION_LAG_MAX_MS = 86_400_000;
/** Room for the batch around a record of the greatest size. */
const BATCH_OVERHEAD_BYTES = 65_536;

/**
 * Makes the topics that are missing and waits until each partition has a leader and a log.
 * Doing it again changes nothing. Brokers keep append time, since deletion by event time would
 * empty a replayed topic.
 *
 * @returns names of the topics, in the order asked
 * @throws ShieldError `kafka.unavailable` | `stack.not-ready`
 * @source architecture notes, section 3 (topic table)
 */
export async function createTopics(
  connection: KafkaConnection,
  options: CreateTopicsOptions = {},
): Promise<readonly string[]> {
  const ids = options.topics ?? (Object.keys(TOPICS) as TopicId[]);
  const wanted = ids.map((id) => topicConfig(id, options));
  const names = wanted.map((topic) => topic.topic);
  await withAdmin(createClient(connection), async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = wanted.filter((topic) => !existing.has(topic.topic));
    if (missing.length > 0) await createMissing(admin, missing);
    await untilReady(admin, names);
  });
  return names;
}

function topicConfig(id: TopicId, options: CreateTopicsOptions): ITopicConfig {
  const spec: TopicSpec = TOPICS[id];
  return {
    topic: topicName(id, options.prefix),
    numPartitions: options.partitions?.[id] ?? spec.partitions,
    replicationFactor: options.replicationFactor ?? 1,
    configEntries: [
      { name: 'cleanup.policy', value: spec.cleanup },
      { name: 'retention.ms', value: String(spec.retentionMs) },
      { name: 'max.message.bytes', value: String(spec.maxBytes + BATCH_OVERHEAD_BYTES) },
      { name: 'message.timestamp.type', value: 'LogAppendTime' },
      // What was replaced or forgotten leaves the disk soon, however quiet the topic is.
      ...(spec.cleanup === 'compact'
        ? [{ name: 'max.compaction.lag.ms', value: String(COMPACTION_LAG_MAX_MS) }]
        : []),
    ],
  };
}

async function createMissing(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  try {
    // Waiting is ours: the library gives up on metadata that a busy broker has not spread yet.
    await admin.createTopics({ topics, waitForLeaders: false });
  } catch (error) {
    // Two services that start together both try; whoever is second finds the topics there.
    if (!typesOf(error).includes('TOPIC_ALREADY_EXISTS')) throw error;
  }
}

async function untilReady(admin: Admin, names: readonly string[]): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  for (const name of names) {
    while (!(await hasLog(admin, name))) {
      if (performance.now() > deadline) {
        throw new ShieldError('stack.not-ready', { detail: `topic ${name} has no leader` });
      }
      await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
    }
  }
}

async function hasLog(admin: Admin, topic: string): Promise<boolean> {
  try {
    return (await admin.fetchTopicOffsets(topic)).length > 0;
  } catch {
    return false;
  }
}

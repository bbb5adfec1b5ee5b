import type { PartitionRef } from '@hrd-shield/pipeline';
import type { Admin, Kafka } from 'kafkajs';
import { createClient, type KafkaConnection, unavailable } from './connection.ts';
import type { PartitionOffset } from './progress.ts';

/** Where a partition begins and ends, decimal offsets; `high` is the next one to be written. */
export interface PartitionBounds extends PartitionRef {
  readonly low: string;
  readonly high: string;
}

export interface TopicDescription {
  readonly topic: string;
  readonly partitions: number;
  /** Copies of the partition that has the fewest. */
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
}

/** Questions to the brokers. Each connects for itself, so nothing is held open. */
export interface KafkaAdmin {
  /** Bounds of every partition of a topic. */
  offsets(topic: string): Promise<readonly PartitionBounds[]>;
  /** Committed offsets of a group, decimal; `-1` where nothing was committed. */
  committed(groupId: string, topics: readonly string[]): Promise<readonly PartitionOffset[]>;
  describe(topics: readonly string[]): Promise<readonly TopicDescription[]>;
  listTopics(): Promise<readonly string[]>;
  deleteTopics(topics: readonly string[]): Promise<void>;
}

/** @throws ShieldError `kafka.unavailable` from every method */
export function createKafkaAdmin(connection: KafkaConnection): KafkaAdmin {
  const kafka = createClient(connection);
  return {
    offsets: (topic) => withAdmin(kafka, (admin) => boundsOf(admin, topic)),
    committed: (groupId, topics) =>
      withAdmin(kafka, (admin) => committedOf(admin, groupId, topics)),
    describe: (topics) => withAdmin(kafka, (admin) => describe(admin, topics)),
    listTopics: () => withAdmin(kafka, (admin) => admin.listTopics()),
    deleteTopics: (topics) =>
      withAdmin(kafka, async (admin) => {
        if (topics.length > 0) await admin.deleteTopics({ topics: [...topics] });
      }),
  };
}

/**
 * Connects, asks and disconnects. @throws ShieldError `kafka.unavailable`, or the fault of ours
 * that `ask` threw
 */
export async function withAdmin<T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await ask(admin);
  } catch (error) {
    throw unavailable(error);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** The first offset that is there and the one after the last, a partition. */
export async function boundsOf(admin: Admin, topic: string): Promise<PartitionBounds[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.map(({ partition, low, high }) => ({ topic, partition, low, high }));
}

/** What the group has committed; -1 for a partition where it never did. */
export async function committedOf(
  admin: Admin,
  groupId: string,
  topics: readonly string[],
): Promise<PartitionOffset[]> {
  const answers = await admin.fetchOffsets({ groupId, topics: [...topics] });
  return answers.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => ({ topic, partition, offset })),
  );
}

const CONFIG_RESOURCE_TOPIC = 2;

async function describe(admin: Admin, topics: readonly string[]): Promise<TopicDescription[]> {
  // To the library an empty list means every topic.
  if (topics.length === 0) return [];
  const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
  const configs = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({ type: CONFIG_RESOURCE_TOPIC, name })),
  });
  return metadata.topics.map(({ name, partitions }) => {
    const found = configs.resources.find((resource) => resource.resourceName === name);
    const entries = (found?.configEntries ?? []).map((e) => [e.configName, e.configValue]);
    const replicas = Math.min(...partitions.map((partition) => partition.replicas.length));
    const config = Object.fromEntries(entries);
    return { topic: name, partitions: partitions.length, replicas, config };
  });
}

import { ShieldError } from '@hrd-shield/contracts';
import type { Admin, ITopicConfig } from 'kafkajs';
import { withAdmin } from './admin.ts';
import { type AskedTopic, askedTopics, type CreateTopicsOptions } from './asked-topics.ts';
import { createClient, type KafkaConnection, typesOf } from './connection.ts';

const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 100;

/**
 * Makes the topics that are missing and waits until each partition has a leader and a log.
 * Doing it again changes nothing, and what is there stays as it is (`planTopics` compares).
 *
 * @returns names of the topics, in the order asked
 * @throws ShieldError `kafka.unavailable` | `stack.not-ready`
 * @source architecture notes, section 3 (topic table)
 */
export async function createTopics(
  connection: KafkaConnection,
  options: CreateTopicsOptions = {},
): Promise<readonly string[]> {
  const wanted = askedTopics(options).map(topicConfig);
  const names = wanted.map((topic) => topic.topic);
  await withAdmin(createClient(connection), async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = wanted.filter((topic) => !existing.has(topic.topic));
    if (missing.length > 0) await createMissing(admin, missing);
    await untilReady(admin, names);
  });
  return names;
}

function topicConfig(asked: AskedTopic): ITopicConfig {
  return {
    topic: asked.topic,
    numPartitions: asked.partitions,
    replicationFactor: asked.replicas,
    configEntries: Object.entries(asked.config).map(([name, value]) => ({ name, value })),
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

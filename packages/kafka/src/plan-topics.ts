import { TOPICS, type TopicSpec } from '@hrd-shield/contracts';
import { createKafkaAdmin, type TopicDescription } from './admin.ts';
import { type AskedTopic, askedTopics, type CreateTopicsOptions } from './asked-topics.ts';
import { differencesOf, type TopicDifference } from './compare-topic.ts';
import type { KafkaConnection } from './connection.ts';

/** What a topic is on the broker beside what is asked. */
export interface PlannedTopic extends AskedTopic {
  readonly state: 'missing' | 'agrees' | 'differs';
  /** Empty unless it differs. */
  readonly differences: readonly TopicDifference[];
}

/**
 * Compares the topics of a broker with those asked for and changes nothing. A topic that is
 * partitioned like another is asked for with as many partitions as the other has there.
 *
 * @returns one entry a topic, in the order asked
 * @throws ShieldError `kafka.unavailable`
 */
export async function planTopics(
  connection: KafkaConnection,
  options: CreateTopicsOptions = {},
): Promise<readonly PlannedTopic[]> {
  const admin = createKafkaAdmin(connection);
  const all = askedTopics({ ...options, topics: Object.keys(TOPICS) as AskedTopic['id'][] });
  const names = new Set(await admin.listTopics());
  const there = await admin.describe(
    all.map(({ topic }) => topic).filter((topic) => names.has(topic)),
  );
  const found = new Map(there.map((one) => [one.topic, one]));
  const byId = new Map(all.map((asked) => [asked.id, asked]));
  return askedTopics(options).map((asked) => {
    const { partitionedLike: like }: TopicSpec = TOPICS[asked.id];
    const other = like && byId.get(like);
    if (other === undefined) return planned(asked, found.get(asked.topic));
    const partitions = found.get(other.topic)?.partitions ?? other.partitions;
    return planned({ ...asked, partitions }, found.get(asked.topic));
  });
}

function planned(asked: AskedTopic, found: TopicDescription | undefined): PlannedTopic {
  if (found === undefined) return { ...asked, state: 'missing', differences: [] };
  const differences = differencesOf(asked, found);
  return { ...asked, state: differences.length === 0 ? 'agrees' : 'differs', differences };
}

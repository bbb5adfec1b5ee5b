import { TOPICS, type TopicId, type TopicSpec, topicName } from '@hrd-shield/contracts';

/** Which topics an installation asks for, and in what size. */
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

/** One topic as a broker is asked for it. */
export interface AskedTopic {
  readonly id: TopicId;
  readonly topic: string;
  readonly partitions: number;
  readonly replicas: number;
  /** Settings of the topic, by the broker's names for them. */
  readonly config: Readonly<Record<string, string>>;
}

/** @source retention table: replaced states are gone within a day */
const COMPACTION_LAG_MAX_MS = 86_400_000;
/** Room for the batch around a record of the greatest size. */
const BATCH_OVERHEAD_BYTES = 65_536;

/**
 * The topics of the table as a broker is asked for them. Brokers keep append time, since deletion
 * by event time would empty a replayed topic; time alone ends a record, and no size of the log.
 * With three copies and more, two have a record before it counts as written.
 *
 * @source architecture notes, section 3 (topic table)
 */
export function askedTopics(options: CreateTopicsOptions = {}): readonly AskedTopic[] {
  const ids = options.topics ?? (Object.keys(TOPICS) as TopicId[]);
  return ids.map((id) => askedTopic(id, options));
}

function askedTopic(id: TopicId, options: CreateTopicsOptions): AskedTopic {
  const spec: TopicSpec = TOPICS[id];
  const replicas = options.replicationFactor ?? 1;
  return {
    id,
    topic: topicName(id, options.prefix),
    partitions: options.partitions?.[id] ?? spec.partitions,
    replicas,
    config: {
      'cleanup.policy': spec.cleanup,
      'retention.ms': String(spec.retentionMs),
      'retention.bytes': '-1',
      'max.message.bytes': String(spec.maxBytes + BATCH_OVERHEAD_BYTES),
      'message.timestamp.type': 'LogAppendTime',
      'min.insync.replicas': String(replicas >= 3 ? 2 : 1),
      // What was replaced or forgotten leaves the disk soon, however quiet the topic is.
      ...(spec.cleanup === 'compact'
        ? { 'max.compaction.lag.ms': String(COMPACTION_LAG_MAX_MS) }
        : {}),
    },
  };
}

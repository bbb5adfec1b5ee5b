import { invariant } from '@hrd-shield/contracts';
import {
  type Cluster,
  type Consumer,
  type EachBatchPayload,
  type Kafka,
  PartitionAssigners,
} from 'kafkajs';
import { leaveGroup } from './leave-group.ts';
import { HEARTBEAT_MS, rebalanceTimeoutMs, type SourceSettings } from './source-settings.ts';

export interface OpenedConsumer {
  readonly consumer: Consumer;
  /** The brokers as the consumer sees them, for what it has no call for. */
  readonly cluster: Cluster;
}

/** A consumer that never restarts by itself: whoever holds it sees each death. */
export function openConsumer(kafka: Kafka, settings: SourceSettings): OpenedConsumer {
  const { assigner = PartitionAssigners.roundRobin } = settings;
  let cluster: Cluster | undefined;
  const consumer = kafka.consumer({
    groupId: settings.groupId,
    sessionTimeout: settings.sessionTimeoutMs,
    rebalanceTimeout: rebalanceTimeoutMs(settings),
    heartbeatInterval: HEARTBEAT_MS,
    maxBytesPerPartition: settings.maxBytesPerPartition,
    maxWaitTimeInMs: settings.maxWaitMs,
    minBytes: 1,
    allowAutoTopicCreation: false,
    retry: { retries: 5, restartOnFailure: async () => false },
    partitionAssigners: [
      (given) => {
        cluster = given.cluster;
        return assigner(given);
      },
    ],
  });
  invariant(cluster !== undefined, 'a consumer has its assigners from the start');
  return { consumer, cluster };
}

/** Connects and joins the group; what a former member left behind goes first. */
export async function runConsumer(
  { cluster, consumer }: OpenedConsumer,
  {
    eachBatch,
    former,
    settings: { groupId, topics },
  }: {
    readonly eachBatch: (payload: EachBatchPayload) => Promise<void>;
    readonly former?: string | undefined;
    readonly settings: SourceSettings;
  },
): Promise<void> {
  await consumer.connect();
  if (former !== undefined) await leaveGroup(cluster, { groupId, memberId: former });
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 1,
    eachBatch,
  });
}

/** What the values of a batch take, bytes. */
export function bytesOf({ batch }: EachBatchPayload): number {
  return batch.messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
}

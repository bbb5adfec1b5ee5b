import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { HEARTBEAT_MS, rebalanceTimeoutMs, type SourceSettings } from './source-settings.ts';

/** A consumer that never restarts by itself: whoever holds it sees each death. */
export function openConsumer(kafka: Kafka, settings: SourceSettings): Consumer {
  return kafka.consumer({
    groupId: settings.groupId,
    sessionTimeout: settings.sessionTimeoutMs,
    rebalanceTimeout: rebalanceTimeoutMs(settings),
    heartbeatInterval: HEARTBEAT_MS,
    maxBytesPerPartition: settings.maxBytesPerPartition,
    maxWaitTimeInMs: settings.maxWaitMs,
    minBytes: 1,
    allowAutoTopicCreation: false,
    retry: { retries: 5, restartOnFailure: async () => false },
    ...(settings.assigner === undefined ? {} : { partitionAssigners: [settings.assigner] }),
  });
}

/** What the values of a batch take, bytes. */
export function bytesOf({ batch }: EachBatchPayload): number {
  return batch.messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
}

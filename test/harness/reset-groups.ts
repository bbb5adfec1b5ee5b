import { topicName } from '@hrd-shield/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { groupsOf } from './drained.ts';
import type { Installation } from './installation.ts';
import type { ServiceName } from './service-process.ts';

/**
 * Sets every group of these services back to the beginning of its topics, as after a restored
 * backup. The services must be stopped.
 */
export async function resetGroups(
  at: Installation,
  services: readonly ServiceName[],
): Promise<void> {
  const kafka = new Kafka({
    brokers: [...at.brokers],
    clientId: `${at.name}-reset`,
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    for (const service of services) {
      for (const group of groupsOf(at, service)) {
        for (const id of group.topics) {
          const topic = topicName(id, at.topicPrefix);
          await admin.resetOffsets({ groupId: group.id, topic, earliest: true });
        }
      }
    }
  } finally {
    await admin.disconnect();
  }
}

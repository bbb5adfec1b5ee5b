import { Kafka, logLevel } from 'kafkajs';
import { groupsOf } from './drained.ts';
import type { Installation } from './installation.ts';
import type { ServiceName } from './service-process.ts';

/**
 * Makes every group of these services forget how far it came: they start again at the beginning of
 * their topics, as after a restored backup. The services must be stopped.
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
    await admin.deleteGroups(services.flatMap((one) => groupsOf(at, one).map(({ id }) => id)));
  } finally {
    await admin.disconnect();
  }
}

import { Kafka, logLevel } from 'kafkajs';
import { groupsOf } from './drained.ts';
import type { Installation } from './installation.ts';
import type { ServiceName } from './service-process.ts';
import { until } from './until.ts';

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
    const wanted = services.flatMap((one) => groupsOf(at, one).map(({ id }) => id));
    // A member that was killed is in its group until its session is over.
    await until('every group is forgotten', async () => {
      const { groups } = await admin.listGroups();
      const left = groups.map(({ groupId }) => groupId).filter((id) => wanted.includes(id));
      if (left.length === 0) return true;
      await admin.deleteGroups(left).catch(() => undefined);
      return undefined;
    });
  } finally {
    await admin.disconnect();
  }
}

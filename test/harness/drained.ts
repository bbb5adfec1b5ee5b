import { type TopicId, topicName } from '@hrd-shield/contracts';
import { createKafkaAdmin } from '@hrd-shield/kafka';
import type { Installation } from './installation.ts';
import type { ServiceName } from './service-process.ts';
import { until } from './until.ts';

const DRAIN_TIMEOUT_MS = 90_000;

/** What each service consumes with a group, in the order of the flow. */
export const CONSUMED: Readonly<Partial<Record<ServiceName, readonly TopicId[]>>> = {
  ingest: ['accountEvents', 'contentEvents', 'reportEvents'],
  detect: ['targetingEvents'],
  respond: ['riskSignals'],
  record: ['riskSignals', 'outcomes', 'deadLetters'],
};

/** The group of a service. */
export function groupOf(at: Installation, service: ServiceName): string {
  return `${at.topicPrefix}shield-${service}`;
}

/**
 * Waits until everything that lies on a log has been worked on, step after step: what a step has
 * committed it has also written on.
 */
export async function untilDrained(
  at: Installation,
  services: readonly ServiceName[],
): Promise<void> {
  for (const service of services) {
    await until(
      `${service} has worked on everything`,
      () => isDrained(at, service),
      DRAIN_TIMEOUT_MS,
    );
  }
}

async function isDrained(at: Installation, service: ServiceName): Promise<boolean> {
  const topics = (CONSUMED[service] ?? []).map((id) => topicName(id, at.topicPrefix));
  if (topics.length === 0) return true;
  const admin = createKafkaAdmin({ brokers: [...at.brokers], clientId: `${at.name}-drain` });
  const committed = await admin.committed(groupOf(at, service), topics);
  for (const topic of topics) {
    for (const { partition, high } of await admin.offsets(topic)) {
      const done = committed.find((one) => one.topic === topic && one.partition === partition);
      if (BigInt(done?.offset ?? '-1') < BigInt(high) && high !== '0') return false;
    }
  }
  return true;
}

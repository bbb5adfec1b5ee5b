import { type TopicId, topicName } from '@hrd-shield/contracts';
import { createKafkaAdmin } from '@hrd-shield/kafka';
import type { Installation } from './installation.ts';
import type { ServiceName } from './service-process.ts';
import { until } from './until.ts';

const DRAIN_TIMEOUT_MS = 150_000;

/** A group of a service, and what it consumes. */
export interface Group {
  readonly id: string;
  readonly topics: readonly TopicId[];
}

const GROUPS: Readonly<Partial<Record<ServiceName, readonly Group[]>>> = {
  ingest: [
    { id: 'shield-ingest', topics: ['accountEvents', 'contentEvents', 'reportEvents'] },
    {
      id: 'shield-ingest-streams',
      topics: ['profileEvents', 'connectivity', 'backgroundStats'],
    },
  ],
  detect: [
    { id: 'shield-detect', topics: ['targetingEvents'] },
    { id: 'shield-detect-stages', topics: ['sightings'] },
    // Hints of the stages come back to the first log.
    { id: 'shield-detect', topics: ['targetingEvents'] },
  ],
  respond: [
    { id: 'shield-respond', topics: ['riskSignals'] },
    { id: 'shield-respond-acks', topics: ['protectionAcks'] },
  ],
  record: [{ id: 'shield-record', topics: ['riskSignals', 'outcomes', 'deadLetters'] }],
};

/** The groups of a service in this installation. */
export function groupsOf(at: Installation, service: ServiceName): readonly Group[] {
  return (GROUPS[service] ?? []).map(({ id, topics }) => ({
    id: `${at.topicPrefix}${id}`,
    topics,
  }));
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
      async () => {
        for (const group of groupsOf(at, service)) {
          // A broker that has just come back refuses for a moment what it will know again.
          if (!(await isDrained(at, group).catch(() => false))) return false;
        }
        return true;
      },
      DRAIN_TIMEOUT_MS,
    );
  }
}

async function isDrained(at: Installation, group: Group): Promise<boolean> {
  const topics = group.topics.map((id) => topicName(id, at.topicPrefix));
  const admin = createKafkaAdmin({ brokers: [...at.brokers], clientId: `${at.name}-drain` });
  const committed = await admin.committed(group.id, topics);
  for (const topic of topics) {
    for (const { partition, high } of await admin.offsets(topic)) {
      const done = committed.find((one) => one.topic === topic && one.partition === partition);
      if (BigInt(done?.offset ?? '-1') < BigInt(high) && high !== '0') return false;
    }
  }
  return true;
}

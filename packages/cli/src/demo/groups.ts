import { type TopicId, topicName } from '@hrd-shield/contracts';
import { createKafkaAdmin } from '@hrd-shield/kafka';
import type { DemoInstallation } from './installation.ts';
import { until } from './until.ts';

/** Consumer groups of the services, and what each takes in. */
export const GROUPS = {
  ingest: {
    group: 'shield-ingest',
    topics: ['accountEvents', 'contentEvents', 'reportEvents'],
  },
  detect: { group: 'shield-detect', topics: ['targetingEvents'] },
  stages: { group: 'shield-detect-stages', topics: ['sightings'] },
  respond: { group: 'shield-respond', topics: ['riskSignals'] },
  acks: { group: 'shield-respond-acks', topics: ['protectionAcks'] },
  record: { group: 'shield-record', topics: ['riskSignals', 'outcomes', 'deadLetters'] },
  platform: { group: 'platform', topics: ['protectionCommands'] },
} as const satisfies Record<string, { group: string; topics: readonly TopicId[] }>;
export type GroupName = keyof typeof GROUPS;

/** How far the groups of an installation are. */
export interface GroupProgress {
  /** Records of a topic, all partitions. */
  appended(topic: TopicId): Promise<number>;
  /** Records that a group has committed, all its topics. */
  taken(name: GroupName): Promise<number>;
  /** Waits until a group has taken everything that is there at this moment. */
  untilTaken(name: GroupName, timeoutMs: number): Promise<void>;
}

/**
 * Reads heads and committed offsets from the broker itself, so that a service that says nothing is
 * measured too.
 */
export function createGroupProgress(at: DemoInstallation): GroupProgress {
  const admin = createKafkaAdmin({ ...at.connection, clientId: `${at.name}-progress` });
  const named = (topic: TopicId): string => topicName(topic, at.topicPrefix);
  const heads = async (topics: readonly TopicId[]): Promise<Map<string, number>> => {
    const all = await Promise.all(topics.map((topic) => admin.offsets(named(topic))));
    return new Map(
      all.flat().map(({ high, partition, topic }) => [`${topic}/${partition}`, Number(high)]),
    );
  };
  const committed = async (name: GroupName): Promise<Map<string, number>> => {
    const { group, topics } = GROUPS[name];
    const rows = await admin.committed(`${at.topicPrefix}${group}`, topics.map(named));
    return new Map(
      rows.map(({ offset, partition, topic }) => [
        `${topic}/${partition}`,
        Math.max(0, Number(offset)),
      ]),
    );
  };
  return {
    appended: async (topic) => sum(await heads([topic])),
    taken: async (name) => sum(await committed(name)),
    untilTaken: async (name, timeoutMs) => {
      const wanted = await heads(GROUPS[name].topics);
      const look = async (): Promise<boolean> => {
        const now = await committed(name);
        return [...wanted].every(([where, head]) => head <= (now.get(where) ?? 0));
      };
      await until(`${name} has taken what is there`, look, timeoutMs);
    },
  };
}

function sum(values: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const value of values.values()) total += value;
  return total;
}

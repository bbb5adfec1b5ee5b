import { setTimeout as delay } from 'node:timers/promises';
import { topicName } from '@hrd-shield/contracts';
import { createKafkaAdmin } from '@hrd-shield/kafka';
import { type ServiceProcess, startService } from '../../harness/service-process.ts';
import { whileDripping } from './drip.ts';
import type { FlowCrew } from './flow-crew.ts';
import { AT_ONCE, type FlowStrike, nothing, SECOND_MS } from './flow-strike.ts';

const CHURN_MS = 120 * SECOND_MS;
const EVERY_MS = 5 * SECOND_MS;
const LOOK_MS = 500;
/** Beside the member that always runs: one, three, two, one. */
const TURNS = ['join', 'join', 'kill', 'leave'] as const;

/** Members of detection come and go for two minutes; at the end the first is alone again. */
async function churn(crew: FlowCrew): Promise<void> {
  const joined: ServiceProcess[] = [];
  const endsAt = performance.now() + CHURN_MS;
  try {
    for (let turn = 0; performance.now() < endsAt; turn += 1) {
      const next = delay(EVERY_MS);
      const act = TURNS[turn % TURNS.length];
      if (act === 'join') joined.push(await startService('detect', crew.pipeline.at.env));
      if (act === 'kill') await joined.shift()?.kill();
      if (act === 'leave') await joined.shift()?.stop();
      await next;
    }
  } finally {
    await Promise.all(joined.map((one) => one.stop()));
  }
}

/** A commit by a member that has lost its partition would set the group back. */
async function watchCommits(
  { pipeline: { at } }: FlowCrew,
  isOver: () => boolean,
): Promise<{ readonly looks: number; readonly backwards: readonly string[] }> {
  const admin = createKafkaAdmin({ brokers: [...at.brokers], clientId: `${at.name}-commits` });
  const topic = topicName('targetingEvents', at.topicPrefix);
  const reached = new Map<number, bigint>();
  const backwards: string[] = [];
  let looks = 0;
  while (!isOver()) {
    // In a rebalance the broker may refuse to say.
    const committed = await admin
      .committed(`${at.topicPrefix}shield-detect`, [topic])
      .catch(() => []);
    looks += committed.length;
    for (const { offset, partition } of committed) {
      const before = reached.get(partition) ?? -1n;
      if (BigInt(offset) < before) backwards.push(`${partition}: ${before} to ${offset}`);
      reached.set(partition, BigInt(offset));
    }
    await delay(LOOK_MS);
  }
  return { looks, backwards };
}

export const membersChurn: FlowStrike = {
  name: 'F5 churn',
  says: 'for two minutes a member of detection joins, dies or leaves each five seconds',
  isExtra: true,
  downMs: AT_ONCE,
  strike: async (crew) => {
    let isOver = false;
    const watching = watchCommits(crew, () => isOver);
    await whileDripping(crew, 'churn', () => churn(crew)).finally(() => {
      isOver = true;
    });
    const { backwards, looks } = await watching;
    crew.figures.set('churnCommitsLookedAt', looks);
    if (backwards.length > 0) throw new RangeError(`commits went back: ${backwards.join(', ')}`);
  },
  heal: nothing,
};

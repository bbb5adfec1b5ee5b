import { type DefenderRef, DesignationRecord, topicName } from '@hrd-shield/contracts';
import { readTopic } from '../demo/read-topic.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { Shell } from '../shell/shell.ts';
import { brokerOf } from './tell-outcomes.ts';

/** Designations that are watched now, probes of the platform left out; pseudonyms alone. */
export async function watchedDefenders(shell: Shell): Promise<readonly DefenderRef[]> {
  const { connection, topicPrefix } = await brokerOf(shell);
  const topic = topicName('designations', topicPrefix);
  await requireTopic(topic, connection);
  const { records } = await readTopic(connection, topic);
  const last = new Map<DefenderRef, DesignationRecord>();
  for (const { event } of records) {
    const parsed = DesignationRecord.safeParse(event.data);
    if (!parsed.success) continue;
    const known = last.get(parsed.data.ref);
    if (known === undefined || known.version < parsed.data.version) {
      last.set(parsed.data.ref, parsed.data);
    }
  }
  return [...last.values()]
    .filter(({ probe, state }) => state === 'active' && !probe)
    .map(({ ref }) => ref);
}

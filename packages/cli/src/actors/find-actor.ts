import {
  type ActorRef,
  RiskSignal,
  SignalActors,
  TargetingEvent,
  TargetingRecord,
  TOPICS,
  topicName,
} from '@hrd-shield/contracts';
import type { KafkaConnection } from '@hrd-shield/kafka';
import { type DefenderSealer, openSealed, SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { readTopic } from '../demo/read-topic.ts';
import { requireTopic } from '../shell/require-topic.ts';

/** What is held about one actor: counts and times, never at whom. */
export interface HeldOfActor {
  readonly actor: ActorRef;
  /** Acts on the log of targeting events. */
  readonly events: number;
  /** Newest of them, epoch ms; 0 when there is none. */
  readonly lastAt: number;
  /** Signals that list the actor, which takes a posterior of at least the listing threshold. */
  readonly listed: number;
  /** When the last of these signals is over, epoch ms; 0 when there is none. */
  readonly listedUntil: number;
}

type Found = { -readonly [Name in keyof HeldOfActor]: HeldOfActor[Name] };

/**
 * Opens the logs that may hold actors and counts what is there of some of them.
 * @throws ShieldError `kafka.unavailable` | `config.invalid` | `keys.unavailable`
 */
export async function findActors(
  actors: readonly ActorRef[],
  from: { readonly connection: KafkaConnection; readonly prefix: string },
  sealer: DefenderSealer,
): Promise<readonly HeldOfActor[]> {
  const found = new Map(
    actors.map((actor): [string, Found] => [
      actor,
      { actor, events: 0, lastAt: 0, listed: 0, listedUntil: 0 },
    ]),
  );
  const { connection, prefix } = from;
  const read = async (topic: string) => {
    await requireTopic(topic, connection);
    return (await readTopic(connection, topic)).records;
  };
  for (const { event } of await read(topicName('targetingEvents', prefix))) {
    const record = TargetingRecord.safeParse(event.data);
    if (!record.success || record.data.kind !== 'event') continue;
    const sealed = { ...record.data, sealer };
    const opened = await openSealed(sealed, TargetingEvent, SEAL_PURPOSES.targetingEvent);
    const held = opened.kind === 'ok' ? found.get(opened.value.actor?.ref ?? '') : undefined;
    if (opened.kind !== 'ok' || held === undefined) continue;
    held.events += 1;
    held.lastAt = Math.max(held.lastAt, opened.value.at);
  }
  for (const { appendedAt, event } of await read(topicName('riskSignals', prefix))) {
    const signal = RiskSignal.safeParse(event.data);
    if (!signal.success || signal.data.actors === undefined) continue;
    const { actors: sealed, defender } = signal.data;
    const from = { defender, sealed, sealer };
    const opened = await openSealed(from, SignalActors, SEAL_PURPOSES.signalActors);
    if (opened.kind !== 'ok') continue;
    for (const { ref } of opened.value) {
      const held = found.get(ref);
      if (held === undefined) continue;
      held.listed += 1;
      held.listedUntil = Math.max(held.listedUntil, appendedAt + TOPICS.riskSignals.retentionMs);
    }
  }
  return [...found.values()];
}

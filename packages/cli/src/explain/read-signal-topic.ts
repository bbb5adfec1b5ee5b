import {
  type DefenderRef,
  RiskSignal,
  type Sealed,
  ShieldError,
  SignalActors,
  topicName,
} from '@hrd-shield/contracts';
import type { KnownActors } from '@hrd-shield/domain/explanation';
import type { KafkaConnection } from '@hrd-shield/kafka';
import { type DefenderSealer, SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { readTopic } from '../demo/read-topic.ts';
import { requireTopic } from '../shell/require-topic.ts';
import type { FoundSignal, Wanted } from './found-signals.ts';

/**
 * Reads the signals of the topic that belong to the campaign asked for.
 * @param sealer opens who took part; without it they stay sealed
 * @throws ShieldError `kafka.unavailable` | `config.invalid` | `seal.broken`
 */
export async function readSignalTopic(
  from: { readonly connection: KafkaConnection; readonly prefix: string },
  wanted: Wanted,
  sealer: DefenderSealer | undefined,
): Promise<readonly FoundSignal[]> {
  const topic = topicName('riskSignals', from.prefix);
  await requireTopic(topic, from.connection);
  const { records } = await readTopic(from.connection, topic);
  const signals = records.flatMap(({ event }) => {
    const parsed = RiskSignal.safeParse(event.data);
    return parsed.success ? [parsed.data] : [];
  });
  const campaigns = new Set(
    signals.filter(({ id }) => id === wanted.id).map(({ campaign }) => campaign),
  );
  const own = signals.filter(({ campaign }) => campaign === wanted.id || campaigns.has(campaign));
  const found: FoundSignal[] = [];
  for (const { actors, ...signal } of own) {
    found.push({ signal, actors: await open(signal.defender, actors, sealer) });
  }
  return found;
}

async function open(
  defender: DefenderRef,
  actors: Sealed | undefined,
  sealer: DefenderSealer | undefined,
): Promise<KnownActors> {
  if (actors === undefined) return { kind: 'open', listed: [] };
  if (sealer === undefined) return { kind: 'sealed' };
  try {
    const plain = await sealer.open(defender, SEAL_PURPOSES.signalActors, actors);
    const parsed = SignalActors.safeParse(JSON.parse(Buffer.from(plain).toString('utf8')));
    if (!parsed.success) throw new ShieldError('record.bad-schema', { context: { defender } });
    return { kind: 'open', listed: parsed.data.map(({ ref, posterior }) => ({ ref, posterior })) };
  } catch (error) {
    // The key of an erased defender is gone: nobody can open it any more.
    if (error instanceof ShieldError && error.code === 'seal.unknown-key')
      return { kind: 'sealed' };
    throw error;
  }
}

import {
  DeadLetter,
  Outcome,
  ProtectionAck,
  ProtectionCommand,
  RiskSignal,
  TargetingRecord,
  type TopicId,
  topicName,
} from '@hrd-shield/contracts';
import type { z } from 'zod';
import type { DemoInstallation } from './installation.ts';
import { readTopic } from './read-topic.ts';

/** A message with its append time. */
export interface Appended<T> {
  readonly appendedAt: number;
  readonly data: T;
}

/** Everything that the run left on the topics past screening. */
export interface RunResults {
  readonly targeting: readonly Appended<TargetingRecord>[];
  readonly signals: readonly Appended<RiskSignal>[];
  readonly commands: readonly Appended<ProtectionCommand>[];
  readonly acks: readonly Appended<ProtectionAck>[];
  readonly outcomes: readonly Appended<Outcome>[];
  readonly deadLetters: readonly Appended<DeadLetter>[];
  /** Records that fit no contract; zero in a sound run. */
  readonly unreadable: number;
}

/** Reads the topics of the installation to their heads. */
export async function readResults(at: DemoInstallation): Promise<RunResults> {
  let unreadable = 0;
  const read = async <T>(topic: TopicId, schema: z.ZodType<T>): Promise<Appended<T>[]> => {
    const found = await readTopic(at.connection, topicName(topic, at.topicPrefix));
    unreadable += found.unreadable;
    return found.records.flatMap(({ appendedAt, event }) => {
      const parsed = schema.safeParse(event.data);
      if (parsed.success) return [{ appendedAt, data: parsed.data }];
      unreadable += 1;
      return [];
    });
  };
  const [targeting, signals, commands, acks, outcomes, deadLetters] = await Promise.all([
    read('targetingEvents', TargetingRecord),
    read('riskSignals', RiskSignal),
    read('protectionCommands', ProtectionCommand),
    read('protectionAcks', ProtectionAck),
    read('outcomes', Outcome),
    read('deadLetters', DeadLetter),
  ]);
  return { targeting, signals, commands, acks, outcomes, deadLetters, unreadable };
}

/** Final answers: `accepted` only says that another will follow. */
export function finalAcks(acks: RunResults['acks']): ReadonlySet<string> {
  return new Set(
    acks.filter(({ data }) => data.status !== 'accepted').map(({ data }) => data.command),
  );
}

/** Measures that were requested and neither applied, nor refused, nor failed so far. */
export async function unsettledMeasures(at: DemoInstallation): Promise<number> {
  const { records } = await readTopic(at.connection, topicName('outcomes', at.topicPrefix));
  const open = new Set<string>();
  const settled = new Set<string>();
  for (const { event } of records) {
    const parsed = Outcome.safeParse(event.data);
    if (!parsed.success || parsed.data.instance === undefined) continue;
    if (parsed.data.kind === 'measure.requested') open.add(parsed.data.instance);
    else settled.add(parsed.data.instance);
  }
  return [...open].filter((instance) => !settled.has(instance)).length;
}

import {
  type ActorRef,
  RiskSignal,
  SignalActors,
  TargetingEvent,
  TargetingRecord,
  TOPICS,
} from '@hrd-shield/contracts';
import type { DefenderSealer } from '../ports/keys.ts';
import type { LogReader, SourceRecord } from '../ports/record-source.ts';
import { dataOf } from '../read-data.ts';
import { SEAL_PURPOSES } from '../seal-purposes.ts';
import { openSealed } from '../stages/open-stage-record.ts';

/** Bounds of one look: what is not looked at is told. */
export interface LookBounds {
  readonly records: number;
  /** Of what is sealed in them, chars: it lies in memory before it is opened. */
  readonly sealedChars: number;
}

const BOUNDS: LookBounds = { records: 200_000, sealedChars: 256 * 1_048_576 };

/** When an actor is on lists of signals. */
export interface Listed {
  readonly actor: ActorRef;
  /** Signals that list the actor, which takes a posterior of at least the listing threshold. */
  readonly listed: number;
  /** When the last of these signals is over, epoch ms; 0 when there is none. */
  readonly listedUntil: number;
}

/** What is held about one actor: counts and times, never at whom. */
export interface HeldOfActor extends Listed {
  /** Acts on the log of targeting events. */
  readonly events: number;
  /** Newest of them, epoch ms; 0 when there is none. */
  readonly lastAt: number;
}

/** What was found, and whether everything was looked at. */
export interface Found<Held> {
  readonly held: readonly Held[];
  readonly isComplete: boolean;
}

export interface FindDeps {
  readonly sealer: DefenderSealer;
  /** Opens a log anew: each look reads it from its beginning. */
  readonly readerOf: (topic: 'riskSignals' | 'targetingEvents') => LogReader;
  readonly bounds?: LookBounds;
}

/**
 * Opens the lists of signals and counts where some actors are.
 * @throws ShieldError `kafka.unavailable` | `keys.unavailable`
 */
export async function findListed(
  actors: readonly ActorRef[],
  { bounds = BOUNDS, readerOf, sealer }: FindDeps,
): Promise<Found<Listed>> {
  const found = new Map(actors.map((actor) => [actor, { actor, listed: 0, listedUntil: 0 }]));
  const read = await readWithin(bounds, readerOf('riskSignals'), (record) => {
    const signal = dataOf(record, RiskSignal);
    if (signal?.actors === undefined) return undefined;
    const until = Number(record.timestamp) + TOPICS.riskSignals.retentionMs;
    return { defender: signal.defender, sealed: signal.actors, until };
  });
  for (const { until, ...sealed } of read.records) {
    const opened = await openSealed(
      { ...sealed, sealer },
      SignalActors,
      SEAL_PURPOSES.signalActors,
    );
    for (const { ref } of opened.kind === 'ok' ? opened.value : []) {
      const held = found.get(ref);
      if (held === undefined) continue;
      held.listed += 1;
      held.listedUntil = Math.max(held.listedUntil, until);
    }
  }
  return { held: [...found.values()], isComplete: read.isComplete };
}

/** Where actors are listed, and what they did. @throws as `findListed` */
export async function findActors(
  actors: readonly ActorRef[],
  deps: FindDeps,
): Promise<Found<HeldOfActor>> {
  const listed = await findListed(actors, deps);
  const found = new Map(
    listed.held.map((held) => [held.actor as string, { ...held, events: 0, lastAt: 0 }]),
  );
  const bounds = deps.bounds ?? BOUNDS;
  const read = await readWithin(bounds, deps.readerOf('targetingEvents'), (record) => {
    const event = dataOf(record, TargetingRecord);
    return event?.kind === 'event' ? event : undefined;
  });
  for (const { defender, sealed } of read.records) {
    const from = { defender, sealed, sealer: deps.sealer };
    const opened = await openSealed(from, TargetingEvent, SEAL_PURPOSES.targetingEvent);
    const actor = opened.kind === 'ok' ? opened.value.actor : undefined;
    const held = actor === undefined ? undefined : found.get(actor.ref);
    if (held === undefined || opened.kind !== 'ok') continue;
    held.events += 1;
    held.lastAt = Math.max(held.lastAt, opened.value.at);
  }
  return { held: [...found.values()], isComplete: listed.isComplete && read.isComplete };
}

/** Reads from the beginning; ends where the log or a bound does, and lets go of the log in any case. */
async function readWithin<Read extends { readonly sealed: string }>(
  bounds: LookBounds,
  reader: LogReader,
  take: (record: SourceRecord) => Read | undefined,
): Promise<{ readonly records: readonly Read[]; readonly isComplete: boolean }> {
  const records: Read[] = [];
  let sealedChars = 0;
  let isComplete = true;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const atHead = reader.start((batch) => {
    for (const record of isComplete ? batch : []) {
      const read = take(record);
      if (read === undefined) continue;
      sealedChars += read.sealed.length;
      isComplete = records.length < bounds.records && sealedChars <= bounds.sealedChars;
      if (!isComplete) return end();
      records.push(read);
    }
  });
  try {
    await Promise.race([atHead, ended]);
  } finally {
    await reader.stop();
  }
  return { records, isComplete };
}

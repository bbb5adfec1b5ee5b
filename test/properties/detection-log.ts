import {
  type ActorRef,
  type DefenderRef,
  deriveId,
  type EventRef,
  type ObjectRef,
  type TargetingEvent,
} from '@hrd-shield/contracts';
import fc from 'fast-check';

const START_MS = 1_772_366_400_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export const DEFENDER = deriveId('d', 'properties') as DefenderRef;

const KINDS = ['replied', 'mentioned', 'quoted', 'reacted', 'own-post', 'report-filed'] as const;
const TEXTS = [
  'you will pay for this',
  'thank you',
  'read this',
  'we know where you live',
] as const;

/** One thing that happens: days of life are spread, an attack is dense. */
interface Happening {
  readonly gapMs: number;
  readonly kind: (typeof KINDS)[number];
  readonly actor: number;
  readonly ageDays: number;
  readonly hostile: number | undefined;
  readonly text: number;
}

const happening = (gapMaxMs: number, actors: number, hostileMin: number) =>
  fc.record<Happening>({
    gapMs: fc.integer({ min: 0, max: gapMaxMs }),
    kind: fc.constantFrom(...KINDS),
    actor: fc.integer({ min: 0, max: actors }),
    ageDays: fc.integer({ min: 0, max: 400 }),
    hostile: fc.option(fc.double({ min: hostileMin, max: 1, noNaN: true }), { nil: undefined }),
    text: fc.nat({ max: TEXTS.length - 1 }),
  });

/** A log of one defender: some life, then often an attack by many fresh accounts. */
export const detectionLog: fc.Arbitrary<readonly TargetingEvent[]> = fc
  .tuple(
    fc.array(happening(DAY_MS / 2, 12, 0), { maxLength: 30 }),
    fc.array(happening(MINUTE_MS, 200, 0.8), { maxLength: 80 }),
    fc.array(happening(DAY_MS / 4, 12, 0), { maxLength: 10 }),
  )
  .map(([life, attack, after]) => toEvents([...life, ...attack, ...after]));

/** A log that surely holds an attack: the properties would be empty without signals. */
export function attackedLog(): readonly TargetingEvent[] {
  const life = Array.from({ length: 40 }, (_, index): Happening => {
    return {
      gapMs: DAY_MS / 3,
      kind: 'replied',
      actor: index % 9,
      ageDays: 900,
      hostile: 0,
      text: 1,
    };
  });
  const attack = Array.from({ length: 150 }, (_, index): Happening => {
    const hostile = 0.95;
    return { gapMs: 8_000, kind: 'replied', actor: 100 + index, ageDays: 2, hostile, text: 0 };
  });
  return toEvents([...life, ...attack]);
}

function toEvents(happenings: readonly Happening[]): readonly TargetingEvent[] {
  let at = START_MS;
  return happenings.map((one, index) => {
    at += one.gapMs;
    return toEvent(one, index, at);
  });
}

function toEvent(one: Happening, index: number, at: number): TargetingEvent {
  const object = deriveId('o', index) as ObjectRef;
  const base = { ref: deriveId('e', index) as EventRef, defender: DEFENDER, at, object };
  if (one.kind === 'own-post') return { ...base, kind: one.kind, text: TEXTS[one.text] };
  const actor = {
    ref: deriveId('a', one.actor) as ActorRef,
    createdAt: at - one.ageDays * DAY_MS,
    followers: one.actor,
    deviceHash: `device-${one.actor % 7}`,
  };
  if (one.kind === 'report-filed') {
    return { ...base, kind: one.kind, actor, report: { ref: object, reason: 'hate' } };
  }
  const verdicts =
    one.hostile === undefined
      ? undefined
      : [{ provider: 'test', label: 'hostile' as const, score: one.hostile, version: '1' }];
  return {
    ...base,
    kind: one.kind,
    actor,
    text: TEXTS[one.text],
    language: 'en',
    ...(verdicts && { verdicts }),
  };
}

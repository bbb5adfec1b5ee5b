import { setTimeout as delay } from 'node:timers/promises';
import { FIREHOSE_TOPICS, InvariantError } from '@hrd-shield/contracts';
import { createCity, type PlannedScenario } from '@hrd-shield/world';
import type { Pipeline } from '../../harness/pipeline.ts';
import { changePlaces } from '../change-places.ts';
import type { Random } from '../random.ts';

const HOUR_MS = 3_600_000;
const CITY_MS = 72 * HOUR_MS;
const SCENARIOS: readonly PlannedScenario['scenario'][] = ['A01', 'A03', 'A01', 'A22', 'A01'];
const FIRST_AT_MS = 12 * HOUR_MS;
const APART_MS = 12 * HOUR_MS;
const EVENTS = 6_000;
const CITY_TRIES_MAX = 50;
const SLICE_EVENTS = 60;
const SLICE_MS = 60;
const RETRY_MS = 200;
/** Shares of what is emitted. */
const REPEATED_SHARE = 0.05;
const POISON_SHARE = 0.01;
/** How far events may change places on the way. */
const SHUFFLE_WITHIN = 8;

/** An event as a platform vouches for it. */
export type LoadEvent = Parameters<Pipeline['emitter']['emitKnown']>[0][number];

/** A town under several attacks, cut into as many stretches as there are faults. */
export interface Load {
  readonly defenders: readonly string[];
  /** Distinct events of each defender that were emitted so far. */
  readonly emitted: ReadonlyMap<string, ReadonlySet<string>>;
  /** Events that came so late that they may be refused, by defender. */
  readonly late: Map<string, number>;
  /** Share of events that come twice, until it is set again. */
  repeat(share: number): void;
  /** Records that nobody can read, with the codes that they are refused with. */
  readonly poison: { count: number; readonly codes: Set<string> };
  /** Event time of what was emitted last, or of the first that will be, epoch ms. */
  reachedAt(): number;
  /** Emits events of a strike's own beside the town; they count as all others. */
  add(events: readonly LoadEvent[], pipeline: Pipeline): Promise<void>;
  /** Emits one stretch, however often the log has to be asked. */
  play(stretch: number, pipeline: Pipeline): Promise<void>;
}

/** Some events come twice, some change places, one of a hundred is not an event at all. */
export function createLoad(random: Random, stretches: number, eventsLeast = 0): Load {
  const city = cityOf(random, Math.max(EVENTS, eventsLeast));
  const events = [...city.events()];
  const defenders = city.defenders.map(({ account }) => account);
  const emitted = new Map(defenders.map((account) => [account, new Set<string>()]));
  const each = Math.ceil(events.length / stretches);
  const late = new Map<string, number>();
  const poisoned = { count: 0, codes: new Set(['event.not-json']) };
  let repeated = REPEATED_SHARE;
  let reachedAt = events[0]?.at ?? 0;
  const note = (given: readonly LoadEvent[]): void => {
    for (const { at, id, key } of given) {
      emitted.get(key)?.add(id);
      reachedAt = Math.max(reachedAt, at);
    }
  };
  return {
    defenders,
    emitted,
    late,
    poison: poisoned,
    repeat: (share) => {
      repeated = share;
    },
    reachedAt: () => reachedAt,
    add: async (given, { emitter }) => {
      for (let from = 0; from < given.length; from += SLICE_EVENTS) {
        await untilTaken(() => emitter.emitKnown(given.slice(from, from + SLICE_EVENTS)));
      }
      for (const { id, key } of given) emitted.get(key)?.add(id);
    },
    play: async (stretch, { at, emitter, sink }) => {
      const own = changePlaces(
        events.slice(stretch * each, (stretch + 1) * each),
        SHUFFLE_WITHIN,
        random,
      );
      for (let from = 0; from < own.length; from += SLICE_EVENTS) {
        const slice = own.slice(from, from + SLICE_EVENTS);
        const twice = slice.filter(() => random.next() < repeated);
        const poison = slice
          .filter(() => random.next() < POISON_SHARE)
          .map(() => {
            const key = defenders[random.between(0, defenders.length - 1)] ?? '';
            return unreadable(at, key);
          });
        await untilTaken(() => emitter.emitKnown([...slice, ...twice]));
        for (const one of poison) await untilTaken(() => sink.send([one]));
        poisoned.count += poison.length;
        note(slice);
        await delay(SLICE_MS);
      }
    },
  };
}

/** A record of the firehose that nobody can read: `event.not-json`. */
export function unreadable({ topicPrefix }: { readonly topicPrefix: string }, key: string) {
  const topic = topicPrefix + FIREHOSE_TOPICS.content;
  return { topic, key, value: Buffer.from('{"affected":'), headers: {} };
}

/** A town in which there are enough defenders for the attacks: not every seed makes one. */
function cityOf(random: Random, events: number): ReturnType<typeof createCity> {
  for (let tries = 1; ; tries += 1) {
    try {
      return createCity({
        seed: random.between(20, 900),
        startAt: Date.now() - CITY_MS,
        durationMs: CITY_MS,
        accounts: 2_000,
        defenders: 12,
        events,
        plan: SCENARIOS.map((scenario, index) => ({
          campaign: `campaign-${index}`,
          scenario,
          difficulty: 'easy',
          language: 'en',
          startsAfterMs: FIRST_AT_MS + index * APART_MS,
          expected: 'guard',
        })),
      });
    } catch (error) {
      if (!(error instanceof InvariantError) || tries === CITY_TRIES_MAX) throw error;
    }
  }
}

/** A platform keeps what it could not emit and tries again: its log may hold it twice. */
export async function untilTaken(emit: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await emit();
      return;
    } catch {
      await delay(RETRY_MS);
    }
  }
}

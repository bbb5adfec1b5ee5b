import type { TargetingEvent } from '@hrd-shield/contracts';
import {
  applyEvent,
  applyWatermark,
  createStateShelf,
  type DefenderState,
  type DetectedSignal,
  foldRecords,
  freezeState,
  HOT_BYTES_MAX,
  IDLE_BYTES_MAX,
  newDefenderState,
  thawState,
} from '@hrd-shield/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadDetectionPolicy } from './load-detection-policy.ts';
import { ATTACKS, ONSET } from './testing/scenarios.ts';
import { DAY, HOUR, MINUTE, ordinary, START, Stream } from './testing/stream.ts';
import { TEXTS } from './testing/texts.ts';

const policy = loadDetectionPolicy();
const names = fc.constantFrom('a01', 'a03', 'a15', 'a22' as const);
const seeds = fc.integer({ min: 20_000, max: 20_050 });
const RUNS = { numRuns: 6 };
/** Many thousand events, on a busy machine. */
const LONG_MS = 60_000;

/** The last hours of a scenario: enough for the rule, short enough for many runs. */
function events(name: keyof typeof ATTACKS, seed: number): TargetingEvent[] {
  return ATTACKS[name]({ seed, texts: TEXTS.ar, auc: 0.65 })
    .sorted()
    .filter((event) => event.at > ONSET - DAY && event.at < ONSET + 6 * HOUR);
}

function fold(list: readonly TargetingEvent[], state: DefenderState): DetectedSignal[] {
  return list.flatMap((event) => [...applyEvent(state, event, policy)]);
}

function fresh(list: readonly TargetingEvent[]): DefenderState {
  const defender = list[0]?.defender;
  if (defender === undefined) expect.unreachable();
  return newDefenderState(defender);
}

test(
  'freezing and thawing anywhere changes no signal and no byte',
  () => {
    fc.assert(
      fc.property(names, seeds, fc.double({ min: 0, max: 1, noNaN: true }), (name, seed, cut) => {
        const list = events(name, seed);
        const at = Math.floor(cut * list.length);
        const whole = fresh(list);
        const expected = fold(list, whole);
        const first = fresh(list);
        const before = fold(list.slice(0, at), first);
        const bytes = freezeState(first);
        const second = thawState(bytes);
        expect(freezeState(second)).toEqual(bytes);
        expect([...before, ...fold(list.slice(at), second)]).toEqual(expected);
        expect(freezeState(second)).toEqual(freezeState(whole));
      }),
      RUNS,
    );
  },
  LONG_MS,
);

test(
  'events that come twice change nothing',
  () => {
    fc.assert(
      fc.property(names, seeds, (name, seed) => {
        const list = events(name, seed);
        const once = fresh(list);
        const twice = fresh(list);
        const signals = fold(list, once);
        const doubled = list.flatMap((event, i) => [
          event,
          event,
          list[Math.max(0, i - 7)] ?? event,
        ]);
        expect(fold(doubled, twice)).toEqual(signals);
        expect(freezeState(twice)).toEqual(freezeState(once));
      }),
      RUNS,
    );
  },
  LONG_MS,
);

test(
  'a disorder of one minute leads to the same tiers',
  () => {
    fc.assert(
      fc.property(names, seeds, (name, seed) => {
        const list = events(name, seed);
        const jitter = new Stream({ seed, texts: TEXTS.ar, auc: undefined });
        const shuffled = list
          .map((event) => ({ event, key: event.at + jitter.random() * MINUTE }))
          .sort((a, b) => a.key - b.key)
          .map(({ event }) => event);
        const top = (signals: readonly DetectedSignal[]) =>
          signals.some((signal) => signal.tier === 'shield' || signal.tier === 'guard');
        expect(top(fold(shuffled, fresh(list)))).toBe(top(fold(list, fresh(list))));
      }),
      RUNS,
    );
  },
  LONG_MS,
);

test(
  'how often watermarks come changes no signal',
  () => {
    fc.assert(
      fc.property(names, seeds, (name, seed) => {
        const list = events(name, seed);
        const end = (list.at(-1)?.at ?? 0) + DAY;
        const seldom = fresh(list);
        const expected = [...fold(list, seldom), ...applyWatermark(seldom, end, policy)];
        const often = fresh(list);
        const signals = list.flatMap((event) => [
          ...applyWatermark(often, event.at, policy),
          ...applyEvent(often, event, policy),
        ]);
        for (let at = end - DAY; at <= end; at += 97_000) {
          signals.push(...applyWatermark(often, at, policy));
        }
        signals.push(...applyWatermark(often, end, policy));
        expect(signals).toEqual(expected);
        expect(freezeState(often)).toEqual(freezeState(seldom));
      }),
      RUNS,
    );
  },
  LONG_MS,
);

test('states kept frozen on a small shelf give the signals of states kept thawed', () => {
  const lists = [20_101, 20_102, 20_103].map((seed) => events('a03', seed));
  const records = lists
    .flat()
    .sort((a, b) => a.at - b.at)
    .map((event) => ({ kind: 'event' as const, event }));
  const small = [...foldRecords(records, createStateShelf(1), policy)];
  const large = [...foldRecords(records, createStateShelf(16), policy)];
  expect(small.length).toBeGreaterThan(0);
  expect(small).toEqual(large);
});

test(
  'the state of a defender under flood stays within its bound, and shrinks when idle',
  () => {
    const stream = new Stream({ seed: 1, texts: TEXTS.en, auc: 0.8 });
    const handle = `b1.k1.${'x'.repeat(43)}.${'n'.repeat(16)}.${'c'.repeat(60)}`;
    const state = newDefenderState(stream.defender);
    const send = (event: TargetingEvent) => applyEvent(state, event, policy);
    for (let i = 0; i < 9_000; i += 1) {
      const at = START + i * 9_000;
      const said = stream.speak(at, `actor${i}`, ordinary(stream, false), { stance: 'hostile' });
      if (said.actor === undefined) expect.unreachable();
      send({
        ...said,
        actor: { ...said.actor, handle: handle as NonNullable<typeof said.actor.handle> },
      });
      if (i % 20 === 0) {
        send(stream.add({ at, kind: 'own-post', text: stream.sentence('neutral').repeat(4) }));
        stream.report(at, `reporter${i}`, ordinary(stream, false), {
          viewed: true,
          reason: 'spam',
        });
        const report = stream.events.at(-1);
        if (report !== undefined) send(report);
      }
    }
    expect(freezeState(state).length).toBeLessThanOrEqual(HOT_BYTES_MAX);
    applyWatermark(state, START + 9_000 * 9_000 + 3 * DAY, policy);
    expect(freezeState(state).length).toBeLessThanOrEqual(IDLE_BYTES_MAX);
  },
  LONG_MS,
);

test('an attack does not become what is usual', () => {
  const list = ATTACKS.a01({ seed: 20_200, texts: TEXTS.en, auc: 0.8 }).sorted();
  const state = fresh(list);
  fold(list, state);
  applyWatermark(state, ONSET + 3 * DAY, policy);
  const learnt = state.baseline.events[0] ?? 0;
  const hours = state.baseline.hours[0] ?? 1;
  // The organic rate is 1.5 an hour; the attack alone would add up to 200 events.
  expect(learnt / hours).toBeLessThan(1.7);
});

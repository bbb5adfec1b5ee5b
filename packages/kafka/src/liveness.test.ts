import { expect, test } from 'vitest';
import { Liveness } from './liveness.ts';

function at(): { ms: number; readonly liveness: Liveness } {
  const clock = { ms: 0 };
  return Object.assign(clock, { liveness: new Liveness(undefined, () => clock.ms) });
}

test('a session without a heartbeat counts as lost before the broker thinks so', () => {
  const clock = at();
  clock.ms = 4_799;
  expect(clock.liveness.isExpired(6_000)).toBe(false);
  clock.ms = 4_800;
  expect(clock.liveness.isExpired(6_000)).toBe(true);
  clock.liveness.beat();
  expect(clock.liveness.isExpired(6_000)).toBe(false);
});

test('a handler is silent from its last sign on, and only while it is at work', () => {
  const clock = at();
  clock.ms = 1_000;
  expect([clock.liveness.silentMs(), clock.liveness.idleMs()]).toEqual([0, 1_000]);
  clock.liveness.sign();
  clock.ms = 4_000;
  expect([clock.liveness.silentMs(), clock.liveness.idleMs()]).toEqual([3_000, 0]);
  clock.liveness.sign();
  expect(clock.liveness.silentMs()).toBe(0);
  clock.liveness.handled();
  clock.ms = 4_500;
  expect([clock.liveness.silentMs(), clock.liveness.idleMs()]).toEqual([0, 500]);
});

test('a broker is quiet from its last answer on, whatever it answered, unless a handler is at work', () => {
  const clock = at();
  clock.ms = 1_000;
  clock.liveness.beat();
  clock.ms = 3_000;
  expect([clock.liveness.quietMs(), clock.liveness.idleMs()]).toEqual([2_000, 3_000]);
  clock.liveness.fetched();
  clock.ms = 3_500;
  expect(clock.liveness.quietMs()).toBe(500);
  clock.liveness.sign();
  expect(clock.liveness.quietMs()).toBe(0);
});

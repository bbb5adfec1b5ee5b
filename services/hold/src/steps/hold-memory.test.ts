import {
  type DefenderRef,
  deriveId,
  type HoldId,
  type HoldRecord,
  type ObjectRef,
} from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import { HoldMemory } from './hold-memory.ts';

const subject = (name: string): ObjectRef => deriveId('o', name) as ObjectRef;

function record(name: string, state: HoldRecord['state'], hold = name): HoldRecord {
  return {
    hold: deriveId('h', hold) as HoldId,
    defender: deriveId('d', 'one') as DefenderRef,
    subject: subject(name),
    action: 'remove',
    origin: 'reports',
    ground: 'other',
    state,
    askedAt: 0,
    dueAt: 1_000,
    policyHash: 'a'.repeat(64),
  };
}

test('an end is never taken back by a hold that was placed twice', () => {
  const memory = new HoldMemory();
  memory.take(record('a', 'held'));
  memory.take(record('a', 'refused'));
  memory.take(record('a', 'held', 'second'));
  expect(memory.find(subject('a'))).toMatchObject({ state: 'refused' });
});

test('a flood pushes out the oldest, never what was placed last', () => {
  const memory = new HoldMemory({ holds: 2, blind: 2 });
  for (const name of ['a', 'b', 'c']) memory.take(record(name, 'held'));
  expect(memory.find(subject('a'))).toBeUndefined();
  expect(memory.find(subject('b'))).toMatchObject({ state: 'held', dueAt: 1_000 });
});

test('blind waits leave the room of holds alone and make room when long over', () => {
  const memory = new HoldMemory({ holds: 1, blind: 1 });
  memory.take(record('a', 'held'));
  memory.waitBlind(subject('b'), deriveId('h', 'b') as HoldId, 1_000);
  expect(memory.canWaitBlind(1_000)).toBe(false);
  expect(memory.find(subject('a'))).toMatchObject({ state: 'held' });
  expect(memory.canWaitBlind(1_000 + 3_600_000)).toBe(true);
});

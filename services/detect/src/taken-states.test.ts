import type { ActorRef, DefenderRef, EventRef, TargetingEvent } from '@hrd-shield/contracts';
import { DetectionFold } from '@hrd-shield/pipeline';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { beforeEach, expect, test } from 'vitest';

const [first, second] = ['a', 'b'].map((name) => `d_${name.repeat(22)}`) as [
  DefenderRef,
  DefenderRef,
];
const policy = loadDetectionPolicy();
let fold: DetectionFold;
let offset = 0n;

function reply(defender: DefenderRef): void {
  offset += 1n;
  const event: TargetingEvent = {
    ref: `e_${String(offset).padStart(22, '0')}` as EventRef,
    defender,
    at: Date.UTC(2026, 0, 5) + Number(offset),
    kind: 'replied',
    actor: { ref: `a_${'1'.repeat(22)}` as ActorRef },
  };
  fold.applyEvent(event, offset);
}

beforeEach(() => {
  fold = new DetectionFold(policy);
  offset = 0n;
  reply(first);
  reply(second);
});

test('a state that changes before it is taken is taken once, with all that is in it', () => {
  const taking = fold.takeDirty();
  expect(taking.next().value).toMatchObject({ applied: 1n });
  reply(second);
  expect(taking.next().value).toMatchObject({ applied: 3n });
  expect(taking.next().done).toBe(true);
  expect([...fold.takeDirty()]).toEqual([]);
});

test('a state that changes after it was taken is taken the next time', () => {
  const taking = fold.takeDirty();
  taking.next();
  reply(first);
  expect([...taking]).toHaveLength(1);
  expect(Array.from(fold.takeDirty(), ({ applied }) => applied)).toEqual([3n]);
});

test('a defender who is forgotten while states are taken is not taken any more', () => {
  const taking = fold.takeDirty();
  taking.next();
  fold.forget(second);
  expect(taking.next().done).toBe(true);
});

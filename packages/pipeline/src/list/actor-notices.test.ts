import type { ActorNotice, ActorRef } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import type { LogReader, SourceRecord } from '../ports/record-source.ts';
import { actorNoticeRecord, followActorNotices } from './actor-notices.ts';

const [anna, bert] = ['A', 'B'].map((letter) => `a_${letter.repeat(22)}`) as [ActorRef, ActorRef];

async function follow(notices: readonly ActorNotice[]) {
  const told: unknown[] = [];
  const records = notices.map((notice) => actorNoticeRecord(notice, 'notices', 'test'));
  const reader: LogReader = {
    start: async (take) =>
      take(records as unknown as SourceRecord[], { topic: 'notices', partition: 0 }),
    stop: async () => undefined,
    isHealthy: () => true,
  };
  const followed = followActorNotices(reader, (...args) => told.push(args));
  await followed.start();
  return { ...followed, told };
}

test('nothing of an erased actor counts up to the latest notice, whatever order they come in', async () => {
  const { forgotten, forgottenUntil, told } = await follow([
    { actor: anna, ground: 'erasure', at: 20 },
    { actor: anna, ground: 'account-deleted', at: 10 },
  ]);
  expect([forgottenUntil(anna), forgottenUntil(bert)]).toEqual([20, 0]);
  expect([...forgotten()]).toEqual([[anna, 20]]);
  expect(told).toEqual([[anna, 20]]);
});

test('whoever objected with success is on no list, and is not forgotten by that', async () => {
  const { forgottenUntil, listable } = await follow([{ actor: anna, ground: 'objection', at: 5 }]);
  expect(listable([{ ref: anna }, { ref: bert }])).toEqual([{ ref: bert }]);
  expect(forgottenUntil(anna)).toBe(0);
});

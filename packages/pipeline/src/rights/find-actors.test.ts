import {
  type ActorRef,
  type DefenderRef,
  encodeBinary,
  INTERNAL_TYPES,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import type { DefenderSealer } from '../ports/keys.ts';
import type { LogReader, SourceRecord } from '../ports/record-source.ts';
import { findActors, type LookBounds } from './find-actors.ts';

const actor = `a_${'A'.repeat(22)}` as ActorRef;
const defender = `d_${'A'.repeat(22)}` as DefenderRef;
const ref = `e_${'A'.repeat(22)}`;
const sealed = `s1.k1.${'A'.repeat(16)}.AAAA` as Sealed;
const event = { ref, defender, at: 7, kind: 'mentioned', actor: { ref: actor }, text: 'hello' };
const sealer: DefenderSealer = {
  seal: async () => sealed,
  open: async () => Buffer.from(JSON.stringify(event)),
};

function recordOf(): SourceRecord {
  const head = { specversion: '1.0', id: ref, source: 'test', type: INTERNAL_TYPES.targeting };
  const data = { kind: 'event', ref, defender, sealed };
  const time = new Date(7).toISOString();
  return encodeBinary(
    { ...head, specversion: '1.0', time, data },
    defender,
  ) as unknown as SourceRecord;
}

/** A log whose head nobody reaches. */
function endless(): LogReader {
  let isOver = false;
  return {
    start: async (take) => {
      while (!isOver) {
        take([recordOf(), recordOf()], { topic: 'log', partition: 0 });
        await Promise.resolve();
      }
    },
    stop: async () => {
      isOver = true;
    },
    isHealthy: () => true,
  };
}

const empty: LogReader = {
  start: async () => undefined,
  stop: async () => undefined,
  isHealthy: () => true,
};

const seen = async (bounds: LookBounds) => {
  const readerOf = (topic: string) => (topic === 'riskSignals' ? empty : endless());
  const { held, isComplete } = await findActors([actor], { sealer, readerOf, bounds });
  return [held[0]?.events, isComplete];
};

test('a look ends with the records that it may read, and says that there was more', async () => {
  expect(await seen({ records: 5, sealedChars: 1_000_000 })).toEqual([5, false]);
});

test('a look ends with what may lie in memory, and says that there was more', async () => {
  expect(await seen({ records: 1_000, sealedChars: sealed.length * 3 })).toEqual([3, false]);
});

test('a log that cannot be read is let go of', async () => {
  let stopped = 0;
  const away: LogReader = {
    ...empty,
    start: () => Promise.reject(new ShieldError('kafka.unavailable')),
    stop: async () => {
      stopped += 1;
    },
  };
  const look = findActors([actor], { sealer, readerOf: () => away });
  await expect(look).rejects.toMatchObject({ code: 'kafka.unavailable' });
  expect(stopped).toBe(1);
});

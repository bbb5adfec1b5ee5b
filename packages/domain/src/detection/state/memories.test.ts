import type { ActorRef, EventRef } from '@hrd-shield/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO, UNKNOWN, YES } from './actor-table.ts';
import {
  advanceBuckets,
  BUCKET_MS,
  BUCKETS,
  countEvent,
  newBucketCounts,
  sumBuckets,
} from './bucket-counts.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { addDripAct, dripActs, expireDripActs, newDripMemory } from './drip-memory.ts';
import { newSeenEvents, remember } from './seen-events.ts';

test('a window holds exactly the events of its buckets, whatever their order', () => {
  const times = fc.array(fc.integer({ min: 0, max: BUCKETS * BUCKET_MS - 1 }), { maxLength: 60 });
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: BUCKETS }), (offsets, length) => {
      const start = 1_000 * BUCKETS * BUCKET_MS;
      const end = start + BUCKETS * BUCKET_MS - 1;
      const counts = newBucketCounts();
      advanceBuckets(counts, end);
      for (const offset of offsets) countEvent(counts, 'speech', start + offset);
      const last = Math.floor(end / BUCKET_MS);
      const from = (last - length + 1) * BUCKET_MS;
      const inside = offsets.filter((offset) => start + offset >= from).length;
      expect(sumBuckets(counts, 'speech', last, length)).toBe(inside);
    }),
  );
});

test('a day later the buckets are empty', () => {
  const counts = newBucketCounts();
  advanceBuckets(counts, 5 * BUCKET_MS);
  countEvent(counts, 'report', 5 * BUCKET_MS);
  advanceBuckets(counts, (5 + BUCKETS) * BUCKET_MS);
  expect(sumBuckets(counts, 'report', 5 + BUCKETS, BUCKETS)).toBe(0);
});

test('an event is new once, also after it left the exact ring', () => {
  const seen = newSeenEvents();
  const refs = Array.from({ length: 4_000 }, (_, i) => `e_${i}`);
  const fresh = refs.filter((ref) => remember(seen, ref)).length;
  // The filter may take a few new events for old ones, never the reverse.
  expect(fresh).toBeGreaterThan(3_980);
  expect(refs.some((ref) => remember(seen, ref))).toBe(false);
});

test('numbers and pseudonyms come back as they were written', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);
  fc.assert(
    fc.property(id, fc.maxSafeNat(), fc.integer({ min: 0, max: 2 ** 48 - 1 }), (body, big, u48) => {
      const out = new ByteWriter();
      out.id(`e_${body}`);
      out.varint(big);
      out.u48(u48);
      out.ascii(body);
      const input = new ByteReader(out.done());
      expect([input.id('e'), input.varint(), input.u48(), input.ascii()]).toEqual([
        `e_${body}`,
        big,
        u48,
        body,
      ]);
      expect(input.atEnd).toBe(true);
    }),
  );
});

test('of newcomers who leave the forty, those who came by no visible way stay a while longer', () => {
  const memory = newDripMemory();
  const act = (i: number): Parameters<typeof addDripAct>[1] => ({
    ref: `e_${i}` as EventRef,
    actorRef: `a_${i}` as ActorRef,
    actor: i,
    at: 1_000 + i,
    firstAt: 1_000 + i,
    createdAt: -1,
    device: 0,
    profile: 0,
    exposed: i % 2 === 0 ? NO : YES,
    dormant: UNKNOWN,
    returning: false,
    lean: 0,
  });
  for (let i = 0; i < 100; i += 1) expect(addDripAct(memory, act(i))).toBe(true);
  expect(memory.acts.map(({ actor }) => actor)).toEqual(
    Array.from({ length: 40 }, (_, i) => 60 + i),
  );
  expect(memory.older.map(({ actor }) => actor)).toEqual(
    Array.from({ length: 24 }, (_, i) => 12 + 2 * i),
  );
  expect(addDripAct(memory, act(58))).toBe(false);
  expireDripActs(memory, 1_000 + 30);
  expect(dripActs(memory)[0]?.actor).toBe(32);
});

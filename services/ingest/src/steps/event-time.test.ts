import { expect, test } from 'vitest';
import { EventTime, eventTimeOf } from './event-time.ts';

const one = { topic: 't', partition: 0 };
const two = { topic: 't', partition: 1 };
const bounds = { idleMs: 1_000, futureMs: 60_000 };
const FAR_MS = 1e9;

function assigned(): EventTime {
  const time = new EventTime(bounds);
  time.assign([one, two], 0);
  return time;
}

test('event time is that of the partition that is furthest behind', () => {
  const time = assigned();
  time.reach(one, 5_000, FAR_MS, 10);
  expect(time.watermark(10)).toBe(0);
  time.reach(two, 3_000, FAR_MS, 20);
  expect(time.watermark(20)).toBe(3_000);
});

test('a silent partition stops holding it back after the bound', () => {
  const time = assigned();
  time.reach(one, 5_000, FAR_MS, 900);
  expect(time.watermark(1_000)).toBe(0);
  expect(time.watermark(1_001)).toBe(5_000);
});

test('it never goes back, also not when a slow partition speaks again', () => {
  const time = assigned();
  time.reach(one, 5_000, FAR_MS, 1_500);
  expect(time.watermark(1_500)).toBe(5_000);
  time.reach(two, 1_000, FAR_MS, 1_600);
  expect(time.watermark(1_600)).toBe(5_000);
});

test('a clock that runs ahead moves it by no more than the bound', () => {
  const time = assigned();
  time.reach(one, FAR_MS, 1_000, 10);
  time.reach(two, FAR_MS, 1_000, 10);
  expect(time.watermark(10)).toBe(61_000);
});

test('the time of a record is read from its header, or from the one attribute of its envelope', () => {
  const base = { key: null, offset: '0', timestamp: '0' };
  const at = Date.UTC(2026, 0, 1);
  const headers = { ce_time: Buffer.from('2026-01-01T00:00:00Z') };
  expect(eventTimeOf({ ...base, value: null, headers })).toBe(at);
  const value = Buffer.from('{"specversion":"1.0","time":"2026-01-01T00:00:00Z","data":{}}');
  expect(eventTimeOf({ ...base, value })).toBe(at);
  expect(eventTimeOf({ ...base, value: Buffer.from('{}') })).toBeUndefined();
});

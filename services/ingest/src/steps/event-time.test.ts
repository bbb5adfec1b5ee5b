import { describe, expect, test } from 'vitest';
import { EventTime, eventTimeOf } from './event-time.ts';

const one = { topic: 't', partition: 0 };
const two = { topic: 't', partition: 1 };
const bounds = { idleMs: 1_000, futureMs: 60_000 };
const FAR_MS = 1e9;

function assigned(): EventTime {
  const time = new EventTime(bounds, [one, two]);
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

test('a clock within the bound ahead counts, one beyond it says nothing', () => {
  const time = assigned();
  time.reach(one, 61_000, 1_000, 10);
  time.reach(two, 2_000, 1_000, 10);
  time.reach(two, FAR_MS, 1_000, 20);
  expect(time.watermark(20)).toBe(2_000);
  expect(time.reachedOf(two)).toBe(2_000);
});

test('event time goes on while the clock of the broker lags, as far as is allowed', () => {
  const time = new EventTime({ ...bounds, brokerLagMs: 10_000 }, [one]);
  time.assign([one], 0);
  time.reach(one, 200_000, 130_001, 200_000);
  expect(time.watermark(200_000)).toBe(200_000);
  time.reach(one, 300_000, 220_000, 300_000);
  expect(time.reachedOf(one)).toBe(200_000);
});

test('a partition on which only bad clocks speak counts as silent', () => {
  const time = assigned();
  time.reach(one, 5_000, FAR_MS, 900);
  time.reach(two, FAR_MS, 1_000, 900);
  expect(time.watermark(1_001)).toBe(5_000);
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

describe('several instances', () => {
  /** The first reads partition one, the second partition two; nothing else is told yet. */
  function pair(): readonly [EventTime, EventTime] {
    const first = new EventTime(bounds, [one, two]);
    const second = new EventTime(bounds, [one, two]);
    first.assign([one], 0);
    second.assign([two], 0);
    return [first, second];
  }
  function tell(from: EventTime, to: EventTime, nowMs: number): void {
    for (const { at, idle, ...partition } of from.progress(nowMs)) to.hear(partition, { at, idle });
  }

  test('none runs ahead of what the other has taken, however long it hears nothing', () => {
    const [first, second] = pair();
    first.reach(one, 9_000, FAR_MS, 10);
    expect(first.watermark(10)).toBe(0);
    expect(first.watermark(5_000)).toBe(0);
    second.reach(two, 4_000, FAR_MS, 20);
    tell(second, first, 20);
    first.reach(one, 9_100, FAR_MS, 30);
    expect(first.watermark(30)).toBe(4_000);
  });

  test('a slow one holds back although it was told of long ago; a silent one does not', () => {
    const [first, second] = pair();
    second.reach(two, 4_000, FAR_MS, 20);
    tell(second, first, 20);
    first.reach(one, 9_000, FAR_MS, 5_000);
    expect(first.watermark(5_000)).toBe(4_000);
    tell(second, first, 5_000);
    expect(first.watermark(5_000)).toBe(9_000);
  });

  test('who takes a partition over goes on from where it was told to be', () => {
    const [first, second] = pair();
    second.reach(two, 4_000, FAR_MS, 20);
    tell(second, first, 20);
    first.reach(one, 9_000, FAR_MS, 30);
    first.assign([one, two], 40);
    expect(first.watermark(40)).toBe(4_000);
  });

  test('what is read again after a rebalance, from its commit, is late to nobody', () => {
    const time = new EventTime(bounds, [one]);
    time.assign([one], 0);
    time.reach(one, 9_000, FAR_MS, 10);
    expect(time.reachedOf(one)).toBe(9_000);
    time.assign([one], 20);
    expect(time.reachedOf(one)).toBe(0);
    expect(time.watermark(20)).toBe(9_000);
  });

  test('a log that is read again from its beginning is late to nobody', () => {
    const time = new EventTime(bounds, [one, two]);
    time.hear(one, { at: 9_000, idle: false });
    time.assign([one], 0);
    expect(time.reachedOf(one)).toBe(0);
    time.reach(one, 4_000, FAR_MS, 10);
    expect(time.reachedOf(one)).toBe(4_000);
  });

  test('one of them writes: the one that reads the first partition', () => {
    expect(pair().map((time) => time.isWriter)).toEqual([true, false]);
  });
});

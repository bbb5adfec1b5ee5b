import { parsePlatformEvent } from '@hrd-shield/contracts';
import { partitionOf } from '@hrd-shield/kafka';
import { expect, test } from 'vitest';
import { probeAccounts, probeEvents } from './probe-events.ts';

test('the test accounts cover every partition', () => {
  const partitions = probeAccounts('shield-probe', 12).map((name) => partitionOf(name, 12));
  expect([...partitions].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('each test account gets one valid event on each firehose topic', () => {
  const events = probeEvents(['p1', 'p2'], 1_790_000_000_000);
  expect(events.map(({ key, type }) => [key, type.split('.')[2]])).toEqual([
    ['p1', 'account'],
    ['p1', 'content'],
    ['p1', 'report'],
    ['p2', 'account'],
    ['p2', 'content'],
    ['p2', 'report'],
  ]);
  for (const { id, type, at, data } of events) {
    const time = new Date(at).toISOString();
    const source = '/platform';
    const parsed = parsePlatformEvent({ specversion: '1.0', id, source, type, time, data });
    expect(parsed.ok).toBe(true);
  }
});

import { partitionOf } from '@hrd-shield/kafka';
import type { OutRecord } from '@hrd-shield/pipeline';
import { expect, test } from 'vitest';
import { createEmitter } from './create-emitter.ts';
import { emitProbes, probeAccounts } from './probe-emitter.ts';

test('the test accounts cover every partition', () => {
  const partitions = probeAccounts('shield-probe', 12).map((name) => partitionOf(name, 12));
  expect([...partitions].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('each test account gets one valid event on each firehose topic', async () => {
  const sent: OutRecord[] = [];
  const sink = { send: async (records: readonly OutRecord[]) => void sent.push(...records) };
  await emitProbes(createEmitter(sink, { source: '/platform' }), ['p1', 'p2'], 1_790_000_000_000);
  expect(sent.map((record) => record.topic).sort()).toEqual([
    'platform.account-events.v1',
    'platform.account-events.v1',
    'platform.content-events.v1',
    'platform.content-events.v1',
    'platform.report-events.v1',
    'platform.report-events.v1',
  ]);
});

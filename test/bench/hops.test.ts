import { outcomeId } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import { hopsOf } from './hops.ts';

const signal = { id: 's', revision: 1, campaign: 'c', defender: 'd', eventAt: 7, tier: 'guard' };
type Results = Parameters<typeof hopsOf>[0];

test('the time from an event to its command is split at the sealed event and at the signal', () => {
  const results = {
    signals: [{ appendedAt: 150, data: signal }],
    outcomes: [{ appendedAt: 151, data: { id: outcomeId('signal.raised', 's', 1), at: 120 } }],
    commands: [
      { appendedAt: 149, data: { defender: 'd', act: 'apply' } },
      { appendedAt: 400, data: { defender: 'd', act: 'apply' } },
    ],
  } as unknown as Results;
  const hops = hopsOf(results, { appendedAt: () => 100 });
  expect(hops).toEqual({
    ingest: { p50Ms: 20, p99Ms: 20, count: 1 },
    detect: { p50Ms: 30, p99Ms: 30, count: 1 },
    respond: { p50Ms: 250, p99Ms: 250, count: 1 },
  });
});

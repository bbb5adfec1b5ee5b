import { type DefenderRef, encodeBinary } from '@hrd-shield/contracts';
import type { OutRecord, SourceBatch } from '@hrd-shield/pipeline';
import { expect, test } from 'vitest';
import { riskSignal, riskSignalEvent } from '../../../../test/harness/risk-signal.ts';
import { createTakeSignals, type TakeSignalsDeps } from './take-signals.ts';

const defender = `d_${'A'.repeat(22)}` as DefenderRef;
const signal = riskSignal(defender, { name: 'one' });

/** Takes the signal while its designation is read so late. @returns what became of it */
async function takeWhenReadAfter(readMs: number): Promise<readonly string[]> {
  let now = 0;
  const became: string[] = [];
  const deps: TakeSignalsDeps = {
    lanes: {
      submit: async (_, { brief }) => void became.push(`taken ${brief.id}`),
      run: (_, work) => work(),
    },
    kindOf: () => (now < readMs ? 'unknown' : 'active'),
    sealer: { seal: async () => '' as never, open: async () => Buffer.from('[]') },
    letters: {
      bare: () => ({}) as OutRecord,
      open: () => ({}) as OutRecord,
      sealed: async ({ code }) => ({ topic: code, key: null, value: null, headers: {} }),
    },
    sink: { send: async (records) => void became.push(...records.map(({ topic }) => topic)) },
    count: (tally) => tally.assertClosed(),
    wait: async (ms) => {
      now += ms;
    },
  };
  const { headers, value } = encodeBinary(riskSignalEvent(signal), defender);
  const record = {
    key: Buffer.from(defender),
    value: Buffer.from(value ?? ''),
    headers,
    offset: '0',
    timestamp: '0',
  };
  const batch: SourceBatch = {
    topic: 't',
    partition: 0,
    records: [record],
    nextOffset: '1',
    lag: 0,
    isStale: () => false,
    heartbeat: async () => undefined,
  };
  await createTakeSignals(deps)(batch);
  return became;
}

test('a signal waits for a designation that is read late, as after the broker was away', async () => {
  expect(await takeWhenReadAfter(45_000)).toEqual([`taken ${signal.id}`]);
});

test('a signal of whom no designation is ever read is put aside with its reason', async () => {
  expect(await takeWhenReadAfter(Number.POSITIVE_INFINITY)).toEqual(['designation.unknown']);
});

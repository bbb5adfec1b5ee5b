import {
  type CampaignId,
  type DefenderProfile,
  type DefenderRef,
  deriveId,
  encodeBinary,
  INTERNAL_TYPES,
  type RiskSignal,
  type SignalId,
} from '@hrd-shield/contracts';
import type { OutRecord, SourceBatch } from '@hrd-shield/pipeline';
import { expect, test } from 'vitest';
import type { Standing } from './follow-designations.ts';
import { createTakeSignals, type TakeSignalsDeps } from './take-signals.ts';

const AT = Date.UTC(2026, 2, 3, 12);
const defender = `d_${'A'.repeat(22)}` as DefenderRef;
const signal: RiskSignal = {
  id: deriveId('s', defender, 'one') as SignalId,
  revision: 0,
  defender,
  campaign: deriveId('c', defender, 'one') as CampaignId,
  threat: 'pile-on',
  threats: ['pile-on'],
  tier: 'guard',
  score: 0.9,
  coordination: 0.9,
  inauthentic: false,
  directHarm: false,
  firstEventAt: AT,
  eventAt: AT,
  eventCount: 40,
  actorCount: 25,
  explanation: {
    prior: -7,
    logit: 2,
    reasons: [],
    gates: [],
    benign: [],
    missing: [],
    degraded: false,
  },
  policyHash: 'h',
};
const profile = {
  defender,
  account: 'b1' as DefenderProfile['account'],
  allowedMeasures: [],
  language: 'en',
  designationVersion: 1,
};

/** Takes the signal while its designation is read so late. @returns what became of it */
async function takeWhenReadAfter(readMs: number): Promise<readonly string[]> {
  let now = 0;
  const became: string[] = [];
  const standing = (): Standing =>
    now < readMs ? { kind: 'unknown' } : ({ kind: 'active', profile } as Standing);
  const deps: TakeSignalsDeps = {
    lanes: {
      submit: async (_, { brief }) => void became.push(`taken ${brief.id}`),
      run: (_, work) => work(),
    },
    standingOf: standing,
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
  const event = {
    specversion: '1.0' as const,
    id: 'e',
    source: 's',
    type: INTERNAL_TYPES.signal,
    time: new Date(AT).toISOString(),
    data: signal,
  };
  const { headers, value } = encodeBinary(event, defender);
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

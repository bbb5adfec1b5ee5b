import { type DefenderRef, deriveId } from '@hrd-shield/contracts';
import { newDefenderState } from '@hrd-shield/domain';
import { DetectionFold, type LogReader, type SourceRecord } from '@hrd-shield/pipeline';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { expect, test } from 'vitest';
import { SleepingStates } from '../sleeping-states.ts';
import { restoreStates, writeState } from './snapshots.ts';

const policy = loadDetectionPolicy();
const AT = { topic: 'saved', partition: 0, policyHash: policy.hash };
const SEALER = {
  seal: async () => 's1.k.n.b' as never,
  open: async () => new Uint8Array(),
};

async function saved(n: number): Promise<SourceRecord> {
  const defender = deriveId('d', 'saved', n) as DefenderRef;
  const state = { ...newDefenderState(defender), clock: { ...newDefenderState(defender).clock } };
  const { value } = await writeState({ state, applied: 3n }, SEALER, AT);
  return {
    key: Buffer.from(defender),
    value: Buffer.from(value ?? ''),
    offset: String(n),
    timestamp: '0',
  };
}

test('a restore that nobody needs any more leaves the rest unread', async () => {
  const fold = new DetectionFold(policy);
  const notices = { forgotten: () => [] };
  const deps = {
    policy,
    sealer: SEALER,
    notices,
    onLost: () => undefined,
    onAnew: () => undefined,
    lost: new Set<never>(),
  };
  const sleeping = new SleepingStates(deps, fold);
  const [first, second] = [await saved(1), await saved(2)];
  let isStale = false;
  let stopped = 0;
  const reader: LogReader = {
    start: (onRecords) => {
      onRecords([first], { topic: 'saved', partition: 0 });
      isStale = true;
      onRecords([second], { topic: 'saved', partition: 0 });
      // The head of the log is far away.
      return new Promise(() => undefined);
    },
    stop: async () => {
      stopped += 1;
    },
    isHealthy: () => true,
  };
  expect(await restoreStates({ fold, sleeping }, reader, () => isStale)).toBeUndefined();
  expect([sleeping.size, stopped]).toEqual([1, 1]);
});

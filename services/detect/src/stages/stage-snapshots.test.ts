import {
  type ActorRef,
  type DefenderRef,
  deriveId,
  type EventRef,
  type ObjectRef,
} from '@hrd-shield/contracts';
import { StageFold } from '@hrd-shield/domain';
import type { LogReader, OutRecord, StageSealer } from '@hrd-shield/pipeline';
import { loadDetectionPolicy, loadStagePolicy } from '@hrd-shield/policy';
import { expect, test } from 'vitest';
import { restoreStage, writeBucket, writeStageCheckpoint } from './stage-snapshots.ts';

const policy = loadStagePolicy();
const { cells } = loadDetectionPolicy().detectors.D19;
const THROUGH = 41n;
/** Seals nothing: what is asked here is what is read, not who may. */
const SEALER: StageSealer = {
  seal: (_, plain) =>
    `s1.k1.${'n'.repeat(16)}.${Buffer.from(plain).toString('base64url')}` as never,
  open: (_, sealed) => Buffer.from(sealed.split('.').at(-1) ?? '', 'base64url'),
};
const AT = { partition: 0, policyHash: policy.hash, sealer: SEALER };

function seen(): StageFold {
  const fold = new StageFold(policy, cells);
  for (const to of [1, 2, 3]) {
    const sighting = {
      at: 1_780_000_000_000 + to,
      actor: deriveId('a', to) as ActorRef,
      items: [{ stage: 'text' as const, key: deriveId('o', 'k') as ObjectRef }],
    };
    const defender = deriveId('d', to) as DefenderRef;
    fold.apply({ kind: 'sighting', ref: deriveId('e', to) as EventRef, defender, sighting });
  }
  return fold;
}

/** What a fold saves, each record as another release might have written it. */
function logOf(fold: StageFold, written: (snapshot: Record<string, unknown>) => object): LogReader {
  const totals = fold.totals();
  const to = { ...AT, topic: 'saved' };
  const saved: OutRecord[] = [
    ...fold.takeDirty().map((part) => writeBucket(part, THROUGH, to)),
    writeStageCheckpoint(THROUGH, totals, to),
  ];
  const records = saved.map(({ key, value }, n) => ({
    key: Buffer.from(String(key)),
    value: Buffer.from(JSON.stringify(written(JSON.parse(String(value))))),
    offset: String(n),
    timestamp: '0',
  }));
  return {
    start: async (onRecords) => void onRecords(records, { topic: 'saved', partition: 0 }),
    stop: async () => undefined,
    isHealthy: () => true,
  };
}

test.each([
  ['as this release writes it', (snapshot: Record<string, unknown>) => snapshot],
  [
    'as the first wrote it, which gave no form',
    ({ form: _, ...rest }: Record<string, unknown>) => rest,
  ],
])('what was saved is restored %s', async (_, written) => {
  const fold = new StageFold(policy, cells);
  expect(await restoreStage(fold, logOf(seen(), written), AT)).toBe(THROUGH);
  expect([fold.size, fold.totals()]).toEqual([seen().size, seen().totals()]);
});

test('what was saved in another form is not taken for this one: the log is read again', async () => {
  const fold = new StageFold(policy, cells);
  const reader = logOf(seen(), (snapshot) => ({ ...snapshot, form: 2 }));
  expect(await restoreStage(fold, reader, AT)).toBeUndefined();
  expect(fold.size).toBe(0);
});

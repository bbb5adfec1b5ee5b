import { deriveId } from '@hrd-shield/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRecordStage, eventRecord, eventually, type RecordStage } from './record-stage.ts';

const HOUR_MS = 3_600_000;

let stage: RecordStage;

beforeAll(async () => {
  stage = await createRecordStage();
});

afterAll(() => stage.close());

function designation(number: number, changes: Readonly<Record<string, unknown>> = {}) {
  const ref = deriveId('d', 'counted', number);
  const sealed = `s1.k.${'A'.repeat(16)}.AAAA`;
  const data = {
    ref,
    version: 1,
    state: 'active',
    probe: false,
    expiresAt: Date.now() + HOUR_MS,
    screening: sealed,
    protection: sealed,
    ...changes,
  };
  return eventRecord(stage, 'designations', { id: `${ref}/${data.version}`, key: ref, data });
}

it('counts active designations and nobody else, and who left is counted no more', async () => {
  const counted = () =>
    stage.store.query({
      sql: 'SELECT sum(defenders) AS n FROM population_facts',
      parse: (row) => (row as { readonly n: number }).n,
    });
  await stage.send(
    [
      ...[1, 2, 3].map((number) => designation(number)),
      designation(4, { probe: true }),
      designation(5, { expiresAt: Date.now() - HOUR_MS }),
      designation(6, { state: 'withdrawn' }),
    ],
    10,
  );
  await stage.record({ countMs: 500 });
  expect(await eventually(counted, ([n]) => n === 3)).toEqual([3]);
  await stage.send([designation(2, { version: 2, state: 'withdrawn' })], 1);
  await stage.send([designation(1, { version: 0 }), { ...designation(3), value: null }], 1);
  expect(await eventually(counted, ([n]) => n === 1)).toEqual([1]);
}, 200_000);

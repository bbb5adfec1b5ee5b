import { expect, it } from 'vitest';
import { playOutage } from './outage.ts';
import { createRecordStage, OUTAGES } from './record-stage.ts';

/** Three ways of being away, each longer than the group waits for a sign of life. */
const AWAY_MS = 24_000;
const SESSION_MS = 6_000;

it('loses and doubles nothing while the store is away for four times the patience of the group', async () => {
  const { met, reconciled, sent } = await playOutage(await createRecordStage(), {
    awayMs: AWAY_MS,
    kinds: OUTAGES,
    rows: 50,
    everyMs: 500,
    sessionMs: SESSION_MS,
  });
  for (const { unanswered } of met) expect(unanswered).toBeGreaterThan(0);
  expect(met.map(({ kind }) => kind)).toEqual(['refuse', 'swallow', 'lose-answer']);
  expect(reconciled).toEqual({ records: sent, refused: 0, facts: sent, missing: 0, doubled: 0 });
}, 240_000);

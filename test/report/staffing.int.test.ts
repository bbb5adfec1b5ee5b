import { buildFacts, type Clickhouse, outcomeRow, writePolicy } from '@hrd-shield/clickhouse';
import type { Outcome } from '@hrd-shield/contracts';
import { loadBenchmarks, loadSufficientSets } from '@hrd-shield/policy';
import { computeBenchmarks } from '@hrd-shield/reporting';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { columnStoreOf, dropColumnStore, openColumnStore } from '../harness/column-store.ts';

/** 1 November 2026, UTC. */
const MIDNIGHT = 1_793_491_200_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let store: Clickhouse;

beforeAll(async () => {
  store = await openColumnStore(columnStoreOf('seats'));
  const rota = {
    hash: 'one',
    desks: [{ id: 'day', languages: ['ar'], seats: 2, hours: { from: 8, to: 20 } }],
  };
  await writePolicy(store, { files: new Map([['rota.yaml', 'one']]), rota }, MIDNIGHT);
});

afterAll(async () => {
  await dropColumnStore(store);
});

/** A task of an hour, and who took part in it how many minutes later. */
function taskOf(number: number, hour: number, by?: { after: number; scripted?: boolean }) {
  const opened = MIDNIGHT + hour * HOUR_MS + 30 * MINUTE_MS;
  const about = { defender: `d_${number}`, task: `t_${number}`, language: 'ar', region: 'africa' };
  const facts = [{ ...about, id: `u_${number}o`, kind: 'task.opened', at: opened }];
  if (by === undefined) return facts;
  const { after, scripted = false } = by;
  const claimed = { id: `u_${number}c`, kind: 'task.claimed', at: opened + after * MINUTE_MS };
  return [...facts, { ...about, ...claimed, responder: 'r_one', scripted }];
}

it('counts tasks against the seats of the rota, and seats against the people who were seen', async () => {
  const facts = [
    // Three tasks for two seats at 8; then one an hour up to 17, of which 17 was never taken up.
    ...taskOf(1, 8, { after: 5 }),
    ...taskOf(2, 8),
    ...taskOf(3, 8),
    ...[9, 10, 11, 12, 13, 14].flatMap((hour) => taskOf(hour, hour, { after: 40 })),
    // A script is nobody, and whoever comes after an hour was not there.
    ...taskOf(15, 15, { after: 1, scripted: true }),
    ...taskOf(16, 16, { after: 61 }),
    ...taskOf(17, 17),
    // No desk at 22.
    ...taskOf(22, 22, { after: 5 }),
  ] as unknown as readonly Outcome[];
  await store.insert({
    table: 'outcomes',
    rows: facts.map((fact) => outcomeRow(fact, fact.at)),
    ids: facts.map(({ id }) => id),
  });
  await buildFacts(store, loadSufficientSets(), MIDNIGHT);
  const benchmarks = (await loadBenchmarks()).filter(({ definition }) =>
    ['staffing-coverage', 'seats-staffed'].includes(definition.id),
  );
  const { results } = await computeBenchmarks(
    (sql, params) => store.query({ sql, params, parse: (row) => row as Record<string, unknown> }),
    benchmarks,
    { asOf: MIDNIGHT + 24 * HOUR_MS, synthetic: false },
  );
  const shares = results.map(({ groups }) => groups[0]?.figures[0]?.figure);
  // 2 of 3 at 8, all of 9 from 9 to 17, none of one at 22.
  expect(shares[0]).toMatchObject({ value: 11 / 13, n: 13 });
  // Of the ten hours from 8 to 17 somebody was seen in seven.
  expect(shares[1]).toMatchObject({ value: 7 / 10, n: 10 });
});

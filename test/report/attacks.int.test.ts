import {
  buildFacts,
  type Clickhouse,
  outcomeRow,
  signalRow,
  signalRowId,
} from '@hrd-shield/clickhouse';
import type { Outcome } from '@hrd-shield/contracts';
import { loadBenchmarks, loadSufficientSets } from '@hrd-shield/policy';
import { computeBenchmarks, type ReadRows } from '@hrd-shield/reporting';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { columnStoreOf, dropColumnStore, openColumnStore } from '../harness/column-store.ts';
import { aSignal } from '../record/builders.ts';

/** 1 November 2026, UTC. */
const MIDNIGHT = 1_793_491_200_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const AS_OF = MIDNIGHT + 10 * DAY_MS;

let store: Clickhouse;
let facts = 0;

beforeAll(async () => {
  store = await openColumnStore(columnStoreOf('attacks'));
  // Four attacks that a signal acted on after 10, 20, 30 and 40 minutes, each confirmed by a person.
  for (const number of [1, 2, 3, 4]) await detect(number, number * 10 * MINUTE_MS);
});

afterAll(async () => {
  await dropColumnStore(store);
});

const readRows: ReadRows = (sql, params) =>
  store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> });

async function insert(outcome: Partial<Record<keyof Outcome, unknown>>): Promise<void> {
  facts += 1;
  const row = outcomeRow({ id: `u_${facts}`, ...outcome } as Outcome, AS_OF);
  await store.insert({ table: 'outcomes', rows: [row], ids: [row.id] });
}

async function signal(number: number, tier: 'watch' | 'guard', afterMs: number): Promise<void> {
  const times = { firstEventAt: MIDNIGHT, eventAt: MIDNIGHT + afterMs };
  const raised = { ...aSignal(number, 0), ...times, tier };
  await store.insert({
    table: 'signals',
    rows: [signalRow(raised, AS_OF)],
    ids: [signalRowId(raised)],
  });
}

async function detect(number: number, afterMs: number): Promise<void> {
  await signal(number, 'guard', afterMs);
  const { campaign, defender } = aSignal(number, 0);
  const about = { campaign, defender, case: `k_${number}`, threat: 'pile-on' };
  const at = MIDNIGHT + afterMs;
  await insert({ ...about, kind: 'case.opened', tier: 'guard', at });
  await insert({ ...about, kind: 'task.decided', task: `t_${number}`, verdict: 'confirmed', at });
}

/** Somebody said that this was an attack; `about` is when it was reported, or the day looked at. */
function known(reason: 'report' | 'audit', defender: string, campaign: string, about: number) {
  const at = about + 3 * DAY_MS;
  return insert({ kind: 'campaign.known', reason, defender, campaign, at, eventAt: about });
}

async function figuresOf(id: string) {
  await buildFacts(store, loadSufficientSets(), AS_OF);
  const benchmarks = (await loadBenchmarks()).filter(({ definition }) => definition.id === id);
  const options = { asOf: AS_OF, synthetic: true };
  const { results } = await computeBenchmarks(readRows, benchmarks, options);
  return results[0]?.groups[0]?.figures.map(({ figure }) => figure);
}

it('an attack that a report and an audit told of, and no signal, is one attack', async () => {
  expect(await figuresOf('detected-before-report')).toMatchObject([{ value: 1, n: 4 }]);
  // The audit looked at 2 November; the report came the day after.
  await known('audit', 'd_missed', 'c_audited', MIDNIGHT + DAY_MS);
  await known('report', 'd_missed', 'c_reported', MIDNIGHT + 2 * DAY_MS + 9 * HOUR_MS);
  expect(await figuresOf('detected-before-report')).toMatchObject([{ value: 4 / 5, n: 5 }]);
  expect(
    await readRows(
      'SELECT campaign, reported_at > audited_at AS both FROM attack_facts WHERE detected_at IS NULL',
      {},
    ),
  ).toEqual([{ campaign: 'c_audited', both: 1 }]);
});

it('an attack that was never detected lengthens the time to detect, and never shortens it', async () => {
  // By hand: of five attacks 4/5 are undetected after 10 minutes, 3/5 after 20, 2/5 after 30 (the median),
  // 1/5 after 40, and that one is undetected still: the 95th of a hundred is not reached.
  expect(await figuresOf('time-to-detect')).toMatchObject([
    { value: 30 * MINUTE_MS, n: 5, observed: 4 },
    { kind: 'not-reached', moreThan: 780_000_000, n: 5, observed: 4 },
  ]);
});

it('words two days apart are of two attacks; a detected one takes in none of them', async () => {
  await known('report', 'd_missed', 'c_later', MIDNIGHT + 4 * DAY_MS + 9 * HOUR_MS);
  // The day before the first detected attack somebody was attacked, and no signal said so.
  const { defender } = aSignal(1, 0);
  await known('audit', defender, 'c_before', MIDNIGHT - DAY_MS);
  expect(await figuresOf('detected-before-report')).toMatchObject([{ value: 4 / 7, n: 7 }]);
});

it('a campaign that was only watched takes in what was reported beside it', async () => {
  await signal(9, 'watch', HOUR_MS);
  const { campaign, defender } = aSignal(9, 0);
  const sampled = { kind: 'review.sampled', reason: 'near-miss', improvement: 'v_near', at: AS_OF };
  await insert({ ...sampled, campaign, defender });
  await known('audit', defender, campaign, MIDNIGHT + 5 * DAY_MS);
  await known('report', defender, 'c_beside', MIDNIGHT + DAY_MS);
  expect(await figuresOf('detected-before-report')).toMatchObject([{ value: 4 / 8, n: 8 }]);
  // Watched since midnight: ten days without a signal that acts.
  expect(await figuresOf('time-to-detect')).toMatchObject([{ n: 8, observed: 4 }, {}]);
});

import {
  buildFacts,
  type Clickhouse,
  outcomeRow,
  type PolicyInForce,
  writePolicy,
} from '@hrd-shield/clickhouse';
import type { Outcome } from '@hrd-shield/contracts';
import { loadPolicyFiles, loadSufficientSets } from '@hrd-shield/policy';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { columnStoreOf, dropColumnStore, openColumnStore } from '../harness/column-store.ts';

/** 1 November 2026, UTC. */
const MIDNIGHT = 1_793_491_200_000;
const HOUR_MS = 3_600_000;

let store: Clickhouse;

beforeAll(async () => {
  store = await openColumnStore(columnStoreOf('staffing'));
});

afterAll(async () => {
  await dropColumnStore(store);
});

const rows = (sql: string): Promise<readonly unknown[]> =>
  store.query({ sql, parse: (row) => row });

function policy(rota: string, seats: number): PolicyInForce {
  return {
    files: new Map([['rota.yaml', rota]]),
    rota: {
      hash: rota,
      desks: [
        { id: 'day', languages: ['ar', 'en'], seats, hours: { from: 8, to: 18 } },
        { id: 'night', languages: ['*'], seats: 1, hours: { from: 18, to: 8 } },
      ],
    },
  };
}

it('records each change of a rule file once, and a rota only when it is another', async () => {
  expect(await writePolicy(store, policy('one', 2), MIDNIGHT)).toEqual(['rota.yaml']);
  expect(await writePolicy(store, policy('one', 2), MIDNIGHT + HOUR_MS)).toEqual([]);
  expect(await writePolicy(store, policy('two', 3), MIDNIGHT + 12 * HOUR_MS)).toEqual([
    'rota.yaml',
  ]);
  expect(await rows('SELECT before, after FROM policy_change_facts ORDER BY at')).toEqual([
    { before: '', after: 'one' },
    { before: 'one', after: 'two' },
  ]);
  expect(await rows('SELECT count() AS n FROM desk_shifts FINAL')).toEqual([{ n: 4 }]);
});

it('sets tasks of each hour against the seats of their language by the rota of that hour', async () => {
  const opened: readonly (readonly [hour: number, language: string])[] = [
    ...[9, 9, 9].map((hour) => [hour, 'ar'] as const),
    [9, 'ru'],
    [20, 'ru'],
    [13, 'ar'],
  ];
  const facts = opened.map(
    ([hour, language], at) =>
      ({
        id: `u_${at}`,
        kind: 'task.opened',
        defender: `d_${at}`,
        task: `t_${at}`,
        at: MIDNIGHT + hour * HOUR_MS,
        language,
        region: 'africa',
      }) as Outcome,
  );
  await store.insert({
    table: 'outcomes',
    rows: facts.map((fact) => outcomeRow(fact, fact.at)),
    ids: facts.map(({ id }) => id),
  });
  await buildFacts(store, loadSufficientSets(), MIDNIGHT);
  const sql = `SELECT toHour(hour) AS hour, language, tasks, seats, covered
    FROM staffing_facts ORDER BY hour, language`;
  expect(await rows(sql)).toEqual([
    { hour: 9, language: 'ar', tasks: 3, seats: 2, covered: 2 },
    { hour: 9, language: 'ru', tasks: 1, seats: 0, covered: 0 },
    { hour: 13, language: 'ar', tasks: 1, seats: 3, covered: 1 },
    { hour: 20, language: 'ru', tasks: 1, seats: 1, covered: 1 },
  ]);
});

it('takes the rule files as they lie here', async () => {
  const real = loadPolicyFiles();
  const changed = await writePolicy(store, real, MIDNIGHT + 48 * HOUR_MS);
  expect(changed).toContain('attributes.yaml');
  expect(await writePolicy(store, real, MIDNIGHT + 49 * HOUR_MS)).toEqual([]);
});

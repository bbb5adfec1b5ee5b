import {
  type Clickhouse,
  type ClickhouseConfig,
  clickhouseConfigOf,
  createClickhouse,
  migrateClickhouse,
  outcomeRow,
} from '@hrd-shield/clickhouse';
import type { Outcome } from '@hrd-shield/contracts';
import { BENCHMARK_VIEWS, loadBenchmarks } from '@hrd-shield/policy';
import { computeBenchmarks, type ReadRows, type Report } from '@hrd-shield/reporting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stackAddresses, uniqueName } from '../harness/stack.ts';
import { NOON, seedFacts } from './seed-facts.ts';

const HOUR_MS = 3_600_000;

let config: ClickhouseConfig;
let store: Clickhouse;

beforeAll(async () => {
  config = clickhouseConfigOf(stackAddresses().clickhouseUrl, uniqueName('report'));
  await migrateClickhouse(config);
  store = createClickhouse(config);
  await seedFacts(store, { cases: 64, clockScale: 1, scripted: false });
});

afterAll(async () => {
  await store.command(`DROP DATABASE IF EXISTS ${config.database}`);
  await store.close();
});

const readRows: ReadRows = (sql, params) =>
  store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> });

async function reportAt(asOf: number): Promise<Report> {
  return computeBenchmarks(readRows, await loadBenchmarks(), { asOf, synthetic: false });
}

function figures(report: Report, id: string) {
  const result = report.results.find(({ definition }) => definition.id === id);
  return result?.groups[0]?.figures.map(({ label, figure }) => ({ label, ...figure }));
}

async function insert(outcome: Partial<Record<keyof Outcome, unknown>>): Promise<void> {
  const row = outcomeRow(outcome as Outcome, NOON);
  await store.insert({ table: 'outcomes', rows: [row], ids: [row.id] });
}

describe('migrations', () => {
  it('are applied once, and a changed file is refused', async () => {
    expect(await migrateClickhouse(config)).toEqual([]);
    await store.command(
      "INSERT INTO schema_migrations (number, name, checksum) VALUES (1, 'x', 'y')",
    );
    await expect(migrateClickhouse(config)).rejects.toThrow(/0001-outcomes was changed/);
  });

  it('give each view the columns that formulas may read', async () => {
    for (const [view, columns] of Object.entries(BENCHMARK_VIEWS)) {
      const found = await store.query({
        sql: `DESCRIBE TABLE ${view}`,
        parse: (row) => (row as { readonly name: string }).name,
      });
      for (const column of columns) expect(found, `${view}.${column}`).toContain(column);
    }
  });
});

describe('the ten benchmarks over recorded facts', () => {
  it('come to what the seeded cases are made of', async () => {
    const report = await reportAt(NOON + 2 * HOUR_MS);
    expect(report.results).toHaveLength(10);
    // 7 of 64 cases were refused their measure and stay open; 57 measures were applied.
    expect(figures(report, 'time-to-protect')).toMatchObject([
      { label: 'median', kind: 'value', n: 64, observed: 57 },
      { label: 'p90', kind: 'not-reached', n: 64, observed: 57 },
    ]);
    expect(figures(report, 'measure-verify-rate')).toMatchObject([{ value: 1, n: 57 }]);
    expect(figures(report, 'orphan-measures')).toMatchObject([{ value: 0, n: 57 }]);
    expect(figures(report, 'duplicate-measures')).toMatchObject([{ value: 0, n: 57 }]);
    // Tasks 5, 16, 27, 38, 49 and 60 were never decided.
    expect(figures(report, 'tasks-within-clock')).toMatchObject([{ value: 58 / 64, n: 64 }]);
    // Of the 58 judged cases those numbered 4, 17, 30, 43 and 56 were rejected.
    expect(figures(report, 'precision-by-threat')).toMatchObject([{ value: 53 / 58, n: 58 }]);
    expect(figures(report, 'false-alarms')).toMatchObject([{ label: 'rate', value: 5 / 600 }]);
    expect(figures(report, 'dead-letters')).toMatchObject([{ value: 3 }]);
    expect(figures(report, 'loss')).toMatchObject([{ value: 0, n: 1_001_204 }]);
  });

  it('give the same digits when they are computed again', async () => {
    const asOf = NOON + HOUR_MS;
    expect(await reportAt(asOf)).toEqual(await reportAt(asOf));
  });

  it('count a case that never closes: it moves the share that is protected', async () => {
    const asOf = NOON + 3 * HOUR_MS;
    const before = figures(await reportAt(asOf), 'time-to-protect')?.[0];
    const never = { defender: 'd_never', case: 'k_never', campaign: 'c_never', threat: 'pile-on' };
    await insert({ ...never, id: 'u_never', kind: 'case.opened', at: NOON, tier: 'guard' });
    const after = figures(await reportAt(asOf), 'time-to-protect')?.[0];
    expect(before).toMatchObject({ n: 64 });
    expect(after).toMatchObject({ n: 65, observed: 57 });
    expect(after).not.toMatchObject({ value: (before as { value?: number }).value });
  });

  it('find a measure that outlived its time, and one that was applied twice', async () => {
    const asOf = NOON + 4 * HOUR_MS;
    const measure = { defender: 'd_odd', case: 'k_odd', measure: 'limit-replies' };
    const applied = { ...measure, kind: 'measure.applied', expiresAt: NOON + HOUR_MS };
    await insert({ ...applied, id: 'u_odd1', instance: 'm_odd1', at: NOON });
    expect(figures(await reportAt(asOf), 'orphan-measures')).toMatchObject([{ value: 1 }]);
    expect(figures(await reportAt(asOf), 'duplicate-measures')).toMatchObject([{ value: 0 }]);
    await insert({ ...applied, id: 'u_odd2', instance: 'm_odd2', at: NOON + 1 });
    expect(figures(await reportAt(asOf), 'duplicate-measures')).toMatchObject([{ value: 1 }]);
  });

  it('protect a case by a measure that another case of the defender holds already', async () => {
    const asOf = NOON + 5 * HOUR_MS;
    const before = figures(await reportAt(asOf), 'time-to-protect')?.[0] as { observed: number };
    const held = { defender: 'd_held', case: 'k_held1', instance: 'm_held', threat: 'pile-on' };
    await insert({ ...held, id: 'u_h1', kind: 'measure.requested', at: NOON });
    await insert({ ...held, id: 'u_h2', kind: 'measure.verified', at: NOON + 500 });
    const second = {
      defender: 'd_held',
      case: 'k_held2',
      campaign: 'c_held2',
      threat: 'copypasta',
    };
    await insert({ ...second, id: 'u_h3', kind: 'case.opened', at: NOON + 900, tier: 'guard' });
    const after = figures(await reportAt(asOf), 'time-to-protect')?.[0];
    expect(after).toMatchObject({ observed: before.observed + 2 });
  });
});

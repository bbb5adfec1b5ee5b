import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildAnalystTables,
  buildFacts,
  type Clickhouse,
  type ClickhouseConfig,
} from '@hrd-shield/clickhouse';
import { loadDisclosurePolicy, loadReleasePlan, loadSufficientSets } from '@hrd-shield/policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnStoreOf, dropColumnStore, openColumnStore } from '../harness/column-store.ts';
import { attackAnalyst } from './attack-analyst.ts';
import { NEW_YEAR, seedYear } from './seed-year.ts';

const INFRA = join(import.meta.dirname, '../../infra');
const NOW = NEW_YEAR + 300 * 86_400_000;
const FLOOR = loadDisclosurePolicy().audiences.internal.floor.people;

let config: ClickhouseConfig;
let store: Clickhouse;

beforeAll(async () => {
  config = columnStoreOf('analyst');
  store = await openColumnStore(config);
  await seedYear(store, { cases: 3_000, defenders: 600, seed: 3 });
  await buildFacts(store, loadSufficientSets(), NOW);
  await build();
}, 120_000);

afterAll(async () => {
  await dropColumnStore(store);
});

const build = () =>
  buildAnalystTables(store, { people: FLOOR, settleDays: loadReleasePlan().settleDays }, NOW);
const read = (sql: string) =>
  store.query({ sql, parse: (row) => row as Readonly<Record<string, unknown>> });
const textOf = (...path: readonly string[]) => readFileSync(join(INFRA, ...path), 'utf8');

function dashboardQueries(): readonly (readonly [string, string])[] {
  return readdirSync(join(INFRA, 'grafana/dashboards')).flatMap((file) => {
    const { panels, title } = JSON.parse(textOf('grafana/dashboards', file)) as {
      readonly title: string;
      readonly panels: readonly {
        readonly title: string;
        readonly targets: readonly { readonly rawSql: string }[];
      }[];
    };
    return panels.flatMap((panel) =>
      panel.targets.map(({ rawSql }) => {
        // As the data source writes it.
        const sql = rawSql.replace(/\$__timeFilter\((\w+)\)/g, "$1 >= toDate('2020-01-01')");
        return [`${title}: ${panel.title}`, sql] as const;
      }),
    );
  });
}

describe('the account of an analyst', () => {
  it('singles nobody out: every row shares what it tells with enough people', async () => {
    // The attack of somebody who knows all that rows tell, and of whom each case is.
    const classes = await read(`
      SELECT period, grain, threat, language, region, count() AS cases
      FROM analyst_cases GROUP BY ALL`);
    expect(classes.length).toBeGreaterThan(50);
    const rows = classes.reduce((sum, { cases }) => sum + Number(cases), 0);
    const [{ acting, people } = {}] = await read(`
      SELECT countIf(acting) AS acting, uniqExact(defender) AS people FROM case_facts
      WHERE opened_at < '2026-10-01'`);
    expect(rows).toBeLessThanOrEqual(Number(acting));
    expect(rows).toBeGreaterThan(Number(acting) * 0.95);
    expect(Number(people)).toBeGreaterThan(400);
    const attack = await attackAnalyst(store, FLOOR);
    expect(attack.found).toBe(0);
    expect(attack.targets).toBeGreaterThan(classes.length);
    // Were rows told by the day whatever stands behind them, the attack would find people.
    await store.command(`CREATE TABLE spare AS analyst_cases`);
    await store.command('INSERT INTO spare SELECT * FROM analyst_cases');
    await store.command(`INSERT INTO analyst_cases SELECT quarter, 'alone', quarter, 'day', threat, 'is',
      region, protection, verdict, scripted FROM spare LIMIT 1`);
    expect((await attackAnalyst(store, FLOOR)).found).toBeGreaterThan(0);
    await store.command('EXCHANGE TABLES spare AND analyst_cases');
  });

  it('learns nothing from what changes: a quarter enters once', async () => {
    const before = await read('SELECT * FROM analyst_cases ORDER BY case_ref');
    expect(await build()).toEqual([]);
    expect(await read('SELECT * FROM analyst_cases ORDER BY case_ref')).toEqual(before);
    const quarters = await read(
      'SELECT DISTINCT toString(quarter) AS q FROM analyst_cases ORDER BY q',
    );
    expect(quarters.map(({ q }) => q)).toEqual(['2026-01-01', '2026-04-01', '2026-07-01']);
  });

  it('sees no pseudonym, by column or by value', async () => {
    for (const table of ['analyst_cases', 'analyst_counts']) {
      const columns = await read(`DESCRIBE TABLE ${table}`);
      const names = columns.map(({ name }) => name);
      for (const hidden of ['defender', 'case_id', 'campaign', 'score', 'responder']) {
        expect(names).not.toContain(hidden);
      }
      const rows = JSON.stringify(await read(`SELECT * FROM ${table}`));
      expect(rows).not.toMatch(/\b[dkcmstru]_[A-Za-z0-9]/);
    }
  });

  it('is granted the tables for analysts and nothing else', () => {
    const sql = textOf('clickhouse/access/analyst.sql');
    const granted = [...sql.matchAll(/^GRANT (.*) TO shield_analyst;$/gm)].map((found) => found[1]);
    expect(granted).toHaveLength(6);
    for (const each of granted) expect(each).toMatch(/^SELECT ON (analyst|operations)_[a-z_]+$/);
  });

  it('has no rights below the views, so each view that it is granted has a definer', () => {
    const sql = textOf('clickhouse/access/analyst.sql');
    const granted = [...sql.matchAll(/^GRANT SELECT ON (operations_\w+) TO shield_analyst;$/gm)];
    expect(granted).toHaveLength(4);
    for (const [, view] of granted) {
      expect(sql).toContain(
        `ALTER TABLE ${view} MODIFY SQL SECURITY DEFINER DEFINER = shield_views;`,
      );
    }
  });
});

describe('queries that people are given', () => {
  it.each(readdirSync(join(INFRA, 'clickhouse/samples')))('run: %s', async (file) => {
    const rows = await read(textOf('clickhouse/samples', file).replace(/^--.*$/gm, ''));
    expect(rows.length).toBeGreaterThan(0);
  });

  it.each(dashboardQueries())('run: %s', async (_, sql) => {
    expect(sql).toMatch(/FROM (analyst|operations)_/);
    await read(sql);
  });
});

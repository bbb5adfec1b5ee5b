import {
  buildFacts,
  type Clickhouse,
  MIGRATIONS_FOLDER,
  readMigrations,
  writePolicy,
} from '@hrd-shield/clickhouse';
import {
  aggregateSql,
  loadBenchmarks,
  loadPolicyFiles,
  loadSufficientSets,
} from '@hrd-shield/policy';
import { computeBenchmarks, type ReadRows, renderPage } from '@hrd-shield/reporting';
import { percentile } from '../distance.ts';
import type { Say } from '../firehose.ts';
import { spreadOf } from '../statistics.ts';

const BASE = Date.UTC(2026, 0, 1);
const YEAR_MS = 365 * 86_400_000;
/** Outcomes that each case leaves, with the second after its beginning. */
const STEPS = [
  ['signal.raised', 0],
  ['case.opened', 1],
  ['measure.requested', 2],
  ['measure.applied', 20],
  ['measure.verified', 30],
  ['task.opened', 3],
  ['task.claimed', 200],
  ['task.decided', 900],
  ['measure.lifted', 86_430],
  ['case.closed', 90_000],
] as const;
/** What the catalogue of `case_facts` reads. */
const FACT_VIEWS = ['case_facts', 'measure_facts', 'task_facts'] as const;
const CASES_PER_INSERT = 100_000;

interface Times {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface CatalogueFigures {
  readonly cases: number;
  readonly outcomes: number;
  /** Building one row a case, measure and task from all outcomes. */
  readonly buildMs: number;
  /** Statements that read `case_facts`; goal p95 < 200 ms. */
  readonly fromRows: Times;
  /** All statements of the catalogue. */
  readonly catalogue: Times;
  /** Each statement by its benchmark, median of the rounds in ms, slowest first. */
  readonly statements: Readonly<Record<string, number>>;
  /** Those of `case_facts` folded from outcomes, in the same way. */
  readonly straightStatements: Readonly<Record<string, number>>;
  /** The same statements of `case_facts`, folded from outcomes; goal <= 3000 ms. */
  readonly straight: Times;
  /** The same, without the guard against doubled rows. */
  readonly unguarded: Times;
  /** Every figure, drawing and page; goal < 10000 ms. */
  readonly reportMs: number;
}

/** Fills the store with a year of cases inside it, then times what analysts ask. */
export async function catalogueTimes(
  store: Clickhouse,
  sizes: { readonly cases: number; readonly rounds: number },
  say: Say,
): Promise<CatalogueFigures> {
  await fillYear(store, sizes.cases);
  await tellOfAttacks(store, sizes.cases);
  await writePolicy(store, loadPolicyFiles(), BASE);
  const [outcomes = 0] = await store.query({
    sql: 'SELECT count() AS n FROM outcomes',
    parse: (row) => (row as { readonly n: number }).n,
  });
  say(`${outcomes} outcomes of ${sizes.cases} cases are in the store`);
  const buildMs = await timed(() => buildFacts(store, loadSufficientSets(), Date.now()));
  say(`rows are built in ${buildMs} ms`);
  const readRows: ReadRows = (sql, params) =>
    store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> });
  const benchmarks = await loadBenchmarks();
  const asOf = BASE + YEAR_MS;
  const times: { id: string; ms: number; readsCases: boolean }[] = [];
  for (let round = 0; round < sizes.rounds; round += 1) {
    for (const { definition } of benchmarks) {
      const sql = aggregateSql(definition);
      const ms = await timed(() => readRows(sql, { as_of_ms: asOf }));
      times.push({ id: definition.id, ms, readsCases: /\bcase_facts\b/.test(sql) });
    }
  }
  const statements = mediansOf(times);
  const [slowest] = Object.entries(statements);
  say(`slowest statement of rows: ${slowest?.join(' ')} ms`);
  await createUnguarded(store);
  const folded = {
    straight: [] as { id: string; ms: number }[],
    unguarded: [] as { id: string; ms: number }[],
  };
  const ofCases = benchmarks.filter(({ definition }) => /\bcase_facts\b/.test(definition.sql));
  for (const { definition } of ofCases) {
    for (const [kind, suffix] of [
      ['straight', 'states'],
      ['unguarded', 'unguarded'],
    ] as const) {
      const sql = FACT_VIEWS.reduce(
        (text, view) => text.replaceAll(view, view.replace('facts', suffix)),
        aggregateSql(definition),
      );
      const ms = await timed(() => readRows(sql, { as_of_ms: asOf }));
      folded[kind].push({ id: definition.id, ms });
    }
  }
  const reportMs = await timed(async () => {
    await renderPage(await computeBenchmarks(readRows, benchmarks, { asOf, synthetic: false }));
  });
  return {
    cases: sizes.cases,
    outcomes,
    buildMs,
    fromRows: timesOf(times.filter(({ readsCases }) => readsCases)),
    catalogue: timesOf(times),
    statements,
    straightStatements: mediansOf(folded.straight),
    straight: timesOf(folded.straight),
    unguarded: timesOf(folded.unguarded),
    reportMs,
  };
}

/** Outcomes made inside the store: a million cases cross no wire. */
async function fillYear(store: Clickhouse, cases: number): Promise<void> {
  const listed = (of: readonly (string | number)[]): string =>
    `[${of.map((each) => (typeof each === 'string' ? `'${each}'` : each)).join(', ')}]`;
  const gap = YEAR_MS / cases;
  for (let from = 0; from < cases; from += CASES_PER_INSERT) {
    await store.command(`INSERT INTO outcomes (id, kind, defender, at, campaign, case_id, threat, tier,
        event_count, measure, instance, expires_at, task, responder, verdict, due_at, policy_hash,
        language, region, unit, clock_scale, precedence)
      SELECT
        concat('u_', toString(number), '_', toString(step)) AS id,
        ${listed(STEPS.map(([kind]) => kind))}[step] AS kind,
        concat('d_', toString(cityHash64(number) % ${defendersOf(cases)})) AS defender,
        fromUnixTimestamp64Milli(toInt64(${BASE} + number * ${gap}
          + ${listed(STEPS.map(([, second]) => second * 1_000))}[step]
          + if(step IN (4, 5), cityHash64(number, 1) % 1500000, 0)), 'UTC') AS at,
        concat('c_', toString(number)) AS campaign,
        if(step = 1, '', concat('k_', toString(number))) AS case_id,
        ['pile-on', 'mass-report', 'copypasta', 'doxxing', 'phishing'][number % 5 + 1] AS threat,
        if(step <= 2, 'guard', '') AS tier,
        if(step <= 2, 20 + number % 300, NULL) AS event_count,
        if(startsWith(kind, 'measure.'), ['limit-replies', 'hold-enforcement',
          'hide-campaign-replies', 'hide-post-for-review', 'neutralise-link'][number % 5 + 1], '') AS measure,
        if(startsWith(kind, 'measure.'), concat('m_', toString(number)), '') AS instance,
        if(kind = 'measure.applied', at + INTERVAL 1 DAY, NULL) AS expires_at,
        if(startsWith(kind, 'task.'), concat('t_', toString(number)), '') AS task,
        if(kind = 'task.decided', concat('r_', toString(number % 40)), '') AS responder,
        if(kind = 'task.decided', if(number % 7 = 0, 'rejected', 'confirmed'), '') AS verdict,
        if(startsWith(kind, 'task.'), at + INTERVAL 4 HOUR, NULL) AS due_at,
        'p' AS policy_hash,
        ['ar', 'es', 'en', 'fr'][number % 4 + 1] AS language,
        ['western-africa', 'southern-asia', 'south-america'][number % 3 + 1] AS region,
        'north' AS unit,
        1 AS clock_scale,
        1 AS precedence
      FROM (SELECT number FROM numbers(${from}, ${Math.min(CASES_PER_INSERT, cases - from)})) AS cases
      ARRAY JOIN range(1, ${STEPS.length + 1}) AS step`);
  }
}

/** Of a hundred cases one was reported, and beside them one attack was told of that nobody raised. */
async function tellOfAttacks(store: Clickhouse, cases: number): Promise<void> {
  await store.command(`INSERT INTO outcomes (id, kind, defender, at, event_at, campaign, case_id, reason,
      policy_hash, clock_scale, precedence)
    SELECT
      concat('u_known_', toString(number)), 'campaign.known',
      concat('d_', toString(cityHash64(number) % ${defendersOf(cases)})),
      fromUnixTimestamp64Milli(toInt64(${BASE} + number * ${YEAR_MS / cases} + 3600000), 'UTC') AS at,
      at - INTERVAL 30 MINUTE,
      if(number % 100 = 0, concat('c_', toString(number)), concat('c_unraised_', toString(number))),
      if(number % 100 = 0, concat('k_', toString(number)), ''),
      if(number % 100 = 0 OR number % 3 = 0, 'report', 'audit'),
      'p', 1, 1
    FROM numbers(${cases})
    WHERE number % 50 = 0`);
}

function defendersOf(cases: number): number {
  return Math.max(1, Math.floor(cases / 8));
}

/** The states once more, from the table itself instead of its guarded view. */
async function createUnguarded(store: Clickhouse): Promise<void> {
  const statements = (await readMigrations(MIGRATIONS_FOLDER)).flatMap((each) => each.statements);
  for (const name of ['measure', 'task', 'case']) {
    const found = statements.findLast((sql) =>
      sql.includes(`CREATE VIEW IF NOT EXISTS ${name}_states`),
    );
    await store.command(
      (found ?? '').replaceAll('_states', '_unguarded').replaceAll('outcome_facts', 'outcomes'),
    );
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}

function mediansOf(
  times: readonly { readonly id: string; readonly ms: number }[],
): Readonly<Record<string, number>> {
  const medians = [...new Set(times.map(({ id }) => id))].map((id) => {
    const rounds = times.filter((each) => each.id === id).map(({ ms }) => ms);
    return [id, spreadOf(rounds).median] as const;
  });
  return Object.fromEntries(medians.sort(([, a], [, b]) => b - a));
}

function timesOf(times: readonly { readonly ms: number }[]): Times {
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    p50Ms: percentile(sorted, 0.5),
    p95Ms: percentile(sorted, 0.95),
    maxMs: sorted.at(-1) ?? 0,
  };
}

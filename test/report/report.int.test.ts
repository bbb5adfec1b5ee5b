import {
  buildFacts,
  type Clickhouse,
  type ClickhouseConfig,
  migrateClickhouse,
  outcomeRow,
} from '@hrd-shield/clickhouse';
import type { Outcome } from '@hrd-shield/contracts';
import { BENCHMARK_VIEWS, loadBenchmarks, loadSufficientSets } from '@hrd-shield/policy';
import {
  computeBenchmarks,
  computeRun,
  diffRuns,
  freezeInputs,
  type ReadRows,
  type Report,
  verifyRun,
} from '@hrd-shield/reporting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnStoreOf, dropColumnStore, openColumnStore } from '../harness/column-store.ts';
import { NOON, seedFacts } from './seed-facts.ts';

const HOUR_MS = 3_600_000;

let config: ClickhouseConfig;
let store: Clickhouse;

beforeAll(async () => {
  config = columnStoreOf('report');
  store = await openColumnStore(config);
  await seedFacts(store, { cases: 64, clockScale: 1, scripted: false });
});

afterAll(async () => {
  await dropColumnStore(store);
});

const readRows: ReadRows = (sql, params) =>
  store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> });

async function build(): Promise<void> {
  await buildFacts(store, loadSufficientSets(), NOON);
}

async function reportAt(asOf: number): Promise<Report> {
  await build();
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

describe('the benchmarks over recorded facts', () => {
  it('come to what the seeded cases are made of', async () => {
    const report = await reportAt(NOON + 2 * HOUR_MS);
    expect(report.results).toHaveLength(57);
    // 7 of 64 cases were refused their measure and stay open; 57 measures were applied.
    expect(figures(report, 'time-to-protect')).toMatchObject([
      { label: 'median', kind: 'value', n: 64, observed: 57 },
      { label: 'p90', kind: 'not-reached', n: 64, observed: 57 },
    ]);
    expect(figures(report, 'measure-verify-rate')).toMatchObject([{ value: 1, n: 57 }]);
    expect(figures(report, 'orphan-measures')).toMatchObject([{ value: 0, n: 57 }]);
    expect(figures(report, 'duplicate-measures')).toMatchObject([{ value: 0, n: 57 }]);
    // Tasks 5, 16, 27, 38, 49 and 60 were never decided, nor one of twelve holds.
    expect(figures(report, 'tasks-within-clock')).toMatchObject([{ value: 69 / 76, n: 76 }]);
    // Of the 58 judged cases those numbered 4, 17, 30, 43 and 56 were rejected.
    expect(figures(report, 'precision-by-threat')).toMatchObject([{ value: 53 / 58, n: 58 }]);
    expect(figures(report, 'false-alarms')).toMatchObject([{ label: 'rate', value: 5 / 600 }]);
    expect(figures(report, 'dead-letters')).toMatchObject([{ value: 3 }]);
    expect(figures(report, 'loss')).toMatchObject([{ value: 0, n: 1_001_204 }]);
  });

  it('tell of holds, remedies and people what was seeded', async () => {
    const report = await reportAt(NOON + 2 * HOUR_MS);
    expect(figures(report, 'hold-yield')).toMatchObject([{ value: 8 / 11, n: 11 }]);
    expect(figures(report, 'hold-delay')).toMatchObject([
      { kind: 'withheld' },
      { kind: 'withheld' },
    ]);
    expect(figures(report, 'holds-reviewed')).toMatchObject([{ value: 11 / 12, n: 12 }]);
    expect(figures(report, 'government-requests')).toMatchObject([{ value: 3 / 12, n: 12 }]);
    expect(figures(report, 'remedy-outcomes')).toMatchObject([
      { label: 'restored', value: expect.closeTo(5 / 12, 12), n: 12, observed: 9 },
      { label: 'partly', value: 0 },
      { label: 'refused', value: expect.closeTo(3 / 12, 12) },
      { label: 'referred', value: 0 },
      { label: 'withdrawn', value: expect.closeTo(1 / 12, 12) },
    ]);
    // Nine were decided after 1 to 9 minutes; the sixth of twelve is the median.
    expect(figures(report, 'remedy-decision-time')).toMatchObject([
      { label: 'median', value: 360_000, n: 12, observed: 9 },
      { label: 'p90', kind: 'not-reached' },
    ]);
    expect(figures(report, 'overturn-rate')).toMatchObject([{ kind: 'withheld' }]);
    expect(figures(report, 'remedy-independence')).toMatchObject([{ kind: 'withheld' }]);
    expect(figures(report, 'coverage-gaps')).toMatchObject([{ value: 3 }]);
    expect(figures(report, 'notices-delivered')).toMatchObject([{ value: 0.9, n: 10 }]);
    expect(figures(report, 'measures-withheld')).toMatchObject([{ kind: 'withheld' }]);
    expect(figures(report, 'consent-withdrawn')).toMatchObject([{ n: 77, value: 1 / 77 }]);
    expect(figures(report, 'silences')).toMatchObject([
      { label: 'median', value: 60_000, n: 2, observed: 1 },
      { label: 'p95', kind: 'not-reached' },
    ]);
  });

  it('count protection by the clock, by kind of attack, and lifts on time', async () => {
    const report = await reportAt(NOON + 2 * HOUR_MS);
    expect(figures(report, 'protected-within-clock')).toMatchObject([{ value: 57 / 64, n: 64 }]);
    expect(figures(report, 'protection-parity')).toMatchObject([{ label: 'best to worst' }]);
    expect(figures(report, 'policy-pinned')).toMatchObject([{ n: 90 }]);
    expect(figures(report, 'reversal-success')).toMatchObject([{ value: 1 }]);
    expect(figures(report, 'escalation-rate')).toMatchObject([{ value: 0 }]);
    expect(figures(report, 'time-to-claim')).toHaveLength(2);
    const empty = report.results.filter(({ groups }) => groups.length === 0);
    // Nobody was attacked thirty days ago, no rota is known, nothing was drawn or reported.
    expect(empty.map(({ definition }) => definition.id)).toEqual([
      'lead-time',
      'time-to-protect-from-report',
      'repeat-attacks',
      'staffing-coverage',
      'uncovered-hours',
      'seats-staffed',
      'reviewed-precision',
      'second-review-agreement',
      'attacks-unrecognised',
      'attacks-undetected',
      'reports-acknowledged',
      'time-to-acknowledge',
      'acknowledgement-parity',
      'partner-reports-acknowledged',
      'partner-accuracy',
    ]);
  });

  it('count an attack that was first reported as undetected, and reckon what neither way saw', async () => {
    const asOf = NOON + 2 * HOUR_MS;
    // Of the 58 judged cases 53 are attacks, and nobody reported any: each was detected first.
    const before = await reportAt(asOf);
    expect(figures(before, 'detected-before-report')).toMatchObject([{ value: 1, n: 53 }]);
    const attacks = await store.query({
      sql: `SELECT campaign, defender, case_id FROM case_facts
        WHERE verdict = 'confirmed' ORDER BY case_id LIMIT 1`,
      parse: (row) => row as { campaign: string; defender: string; case_id: string },
    });
    const [linked] = attacks;
    const known = { kind: 'campaign.known', at: NOON + HOUR_MS, reason: 'report' };
    const first = { campaign: linked?.campaign, defender: linked?.defender, case: linked?.case_id };
    // One report came after the signal, one told of an attack that was never detected.
    await insert({ ...known, ...first, id: 'u_known1', eventAt: NOON + HOUR_MS });
    const alone = { campaign: 'c_alone', defender: 'd_alone', eventAt: NOON };
    await insert({ ...known, ...alone, id: 'u_known2' });
    const after = await reportAt(asOf);
    expect(figures(after, 'detected-before-report')).toMatchObject([{ value: 53 / 54, n: 54 }]);
    // Detectors saw 53, reports 2, both 1: 54 × 3 / 2 − 1.
    expect(figures(after, 'attacks-undetected')).toMatchObject([{ value: 80, n: 54 }]);
    const [{ upper } = { upper: 0 }] = (figures(after, 'attacks-undetected') ?? []).map(
      (one) => (one as unknown as { interval: { upper: number } }).interval,
    );
    expect(upper).toBeGreaterThan(80);
  });

  it('build the same rows when they are built twice', async () => {
    const rows = async () => {
      await build();
      const all = (sql: string) => store.query({ sql, parse: (row) => row });
      return {
        cases: await all('SELECT * FROM case_facts ORDER BY case_id'),
        attacks: await all('SELECT * FROM attack_facts ORDER BY campaign'),
      };
    };
    const first = await rows();
    expect(first.cases).toHaveLength(64 + 12);
    // Of 58 judged cases 53 are attacks; one more was reported alone.
    expect(first.attacks).toHaveLength(54);
    expect(await rows()).toEqual(first);
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
    const measure = { instance: 'm_held', measure: 'limit-replies' };
    const held = { defender: 'd_held', case: 'k_held1', threat: 'pile-on', ...measure };
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

  it('know who decided before, and who was attacked again', async () => {
    const confirmed = { defender: 'd_again', kind: 'task.decided', verdict: 'confirmed' };
    const closed = { defender: 'd_again', kind: 'case.closed' };
    await insert({ ...confirmed, id: 'u_a1', case: 'k_again1', task: 't_again1', at: NOON });
    await insert({ ...closed, id: 'u_a2', case: 'k_again1', at: NOON + HOUR_MS });
    const later = NOON + 240 * HOUR_MS;
    await insert({ ...confirmed, id: 'u_a3', case: 'k_again2', task: 't_again2', at: later });
    await insert({ ...closed, id: 'u_a4', case: 'k_again2', at: later + HOUR_MS });
    await build();
    const options = { asOf: NOON + 1_440 * HOUR_MS, synthetic: true };
    const report = await computeBenchmarks(readRows, await loadBenchmarks(), options);
    expect(figures(report, 'repeat-attacks')).toMatchObject([{ value: 1 / 2, n: 2 }]);
    expect(figures(report, 'remedy-independence')).toMatchObject([{ value: 8 / 9, n: 9 }]);
    expect(figures(report, 'hold-delay')).toMatchObject([{ value: HOUR_MS, n: 3 }, {}]);
    expect(figures(report, 'overturn-rate')).toMatchObject([{ value: 5 / 8, n: 8 }]);
  });

  it('come out identical from a frozen run, though facts arrive late', async () => {
    const options = { asOf: NOON + HOUR_MS, synthetic: false };
    await build();
    const inputs = await freezeInputs(readRows, await loadBenchmarks(), options);
    const run = computeRun(inputs, { codeVersion: 'c' });
    const late = { defender: 'd_late', case: 'k_late', campaign: 'c_late', threat: 'pile-on' };
    await insert({ ...late, id: 'u_late', kind: 'case.opened', at: NOON, tier: 'guard' });
    await build();
    const again = verifyRun(run, inputs, 'c');
    expect(again).toMatchObject({ ok: true, identical: 1 });
    expect(again.figures).toBeGreaterThan(60);
    const now = await freezeInputs(readRows, await loadBenchmarks(), options);
    const corrected = computeRun(now, {
      codeVersion: 'c',
      corrects: { run: run.run, reason: 'a case that was recorded late' },
    });
    const { changes } = diffRuns(run, corrected);
    expect(changes.map(({ benchmark }) => benchmark)).toContain('time-to-protect');
    expect(corrected.run).not.toBe(run.run);
  });

  it('tell language and region together, as the first fact told them, and never a finer pair', async () => {
    const about = { defender: 'd_told', case: 'k_told', campaign: 'c_told', threat: 'pile-on' };
    const coarse = { language: 'other', region: 'northern-africa' };
    await insert({ ...about, ...coarse, id: 'u_told_2', kind: 'case.closed', at: NOON + 2 });
    const first = { language: 'ar', region: 'africa' };
    await insert({ ...about, ...first, id: 'u_told_1', kind: 'case.opened', at: NOON + 1 });
    await build();
    const sql = "SELECT language, region FROM case_facts WHERE case_id = 'k_told'";
    expect(await readRows(sql, {})).toEqual([first]);
  });
});

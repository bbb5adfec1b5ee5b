import { buildFacts, type Clickhouse, outcomeRow } from '@hrd-shield/clickhouse';
import { deriveId, type Outcome, type ReportId } from '@hrd-shield/contracts';
import { reportOutcomes } from '@hrd-shield/domain/intake';
import { loadBenchmarks, loadIntakePolicy, loadSufficientSets } from '@hrd-shield/policy';
import { computeBenchmarks } from '@hrd-shield/reporting';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { columnStoreOf, dropColumnStore, openColumnStore } from '../harness/column-store.ts';

/** 1 November 2026, UTC. */
const MIDNIGHT = 1_793_491_200_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AS_OF = MIDNIGHT + 10 * DAY_MS;

let store: Clickhouse;

beforeAll(async () => {
  store = await openColumnStore(columnStoreOf('reports'));
});

afterAll(async () => {
  await dropColumnStore(store);
});

async function insert(outcomes: readonly Outcome[]): Promise<void> {
  await store.insert({
    table: 'outcomes',
    rows: outcomes.map((outcome) => outcomeRow(outcome, outcome.at)),
    ids: outcomes.map(({ id }) => id),
  });
}

/** A report of an hour, answered so many hours later, where anybody did. */
function report(
  number: number,
  like: { reporter: string; critical?: boolean; at?: number; after?: number; ending?: string },
): readonly Outcome[] {
  const { after, at: receivedAt = MIDNIGHT, critical = false, ending, reporter } = like;
  const answeredAt = receivedAt + (after ?? 0) * HOUR_MS;
  return reportOutcomes(
    {
      id: deriveId('i', `${number}`) as ReportId,
      ...{ reporter, critical, receivedAt },
      answers: after === undefined ? [] : [{ number: 1, at: answeredAt }],
      ...(ending === undefined ? {} : { closed: { at: answeredAt + HOUR_MS, ending } }),
    },
    loadIntakePolicy(),
  );
}

async function figuresOf(id: string) {
  await buildFacts(store, loadSufficientSets(), AS_OF);
  const benchmarks = (await loadBenchmarks()).filter(({ definition }) => definition.id === id);
  const { results } = await computeBenchmarks(
    (sql, params) => store.query({ sql, params, parse: (row) => row as Record<string, unknown> }),
    benchmarks,
    { asOf: AS_OF, synthetic: true },
  );
  return results[0]?.groups[0]?.figures.map(({ figure }) => figure);
}

it('counts answers against every report that had its time, those that nobody answered included', async () => {
  await insert(
    [
      // Ten without an account: eight answered after 1 to 8 hours, one too late, one never.
      ...[1, 2, 3, 4, 5, 6, 7, 8, 30].map((after) =>
        report(after, { reporter: 'anonymous', after }),
      ),
      report(40, { reporter: 'anonymous' }),
      // Four of a partner, all answered in time; of three that say something two held.
      report(50, { reporter: 'partner', after: 2, ending: 'linked-to-case' }),
      report(51, { reporter: 'partner', after: 2, ending: 'referred' }),
      report(52, { reporter: 'partner', after: 2, ending: 'not-substantiated' }),
      report(53, { reporter: 'partner', after: 2, ending: 'duplicate' }),
      // Two where a life was in danger: one answered within two hours, one within four.
      report(60, { reporter: 'delegate', critical: true, after: 1 }),
      report(61, { reporter: 'delegate', critical: true, after: 4 }),
      // One that still has its time, answered already: it flatters nobody.
      report(70, { reporter: 'defender', at: AS_OF - HOUR_MS, after: 0.5 }),
    ].flat(),
  );
  expect(await figuresOf('reports-acknowledged')).toMatchObject([{ value: 14 / 16, n: 16 }]);
  expect(await figuresOf('critical-reports-acknowledged')).toMatchObject([{ value: 1 / 2, n: 2 }]);
  expect(await figuresOf('partner-reports-acknowledged')).toMatchObject([{ value: 1, n: 4 }]);
  expect(await figuresOf('partner-accuracy')).toMatchObject([{ value: 2 / 3, n: 3 }]);
  // Delegates and partners all, of those without an account 8 of 10.
  expect(await figuresOf('acknowledgement-parity')).toMatchObject([{ value: 1 / 0.8 }]);
  // In two digits: half within three hours, nine of ten within thirty. The report of the last day counts
  // from the end of it, where nobody has answered yet.
  expect(await figuresOf('time-to-acknowledge')).toMatchObject([
    { value: 11_000_000, n: 17, observed: 15 },
    { value: 110_000_000 },
    { kind: 'not-reached', moreThan: 860_000_000 },
  ]);
});

it('keeps the lead of signals over reports where it is negative, or where there never was one', async () => {
  const about = (number: number) => ({
    ...{ defender: `d_${number}`, campaign: `c_${number}`, case: `k_${number}` },
    threat: 'pile-on',
  });
  const facts = [1, 2, 3].flatMap((number) => {
    const raised = MIDNIGHT + number * HOUR_MS;
    const case_ = about(number);
    return [
      { ...case_, id: `u_${number}o`, kind: 'case.opened', tier: 'guard', at: raised },
      {
        ...case_,
        id: `u_${number}v`,
        kind: 'task.decided',
        task: `t_${number}`,
        verdict: 'confirmed',
        at: raised,
      },
    ];
  });
  const told = (number: number, eventAt: number, of: object) => ({
    ...of,
    ...{
      id: `u_${number}r`,
      kind: 'campaign.known',
      reason: 'report',
      eventAt,
      at: MIDNIGHT + DAY_MS,
    },
  });
  await insert([
    ...facts,
    // Raised two hours before the report, one hour after it, three hours after it, and never.
    told(1, MIDNIGHT + 3 * HOUR_MS, about(1)),
    told(2, MIDNIGHT + HOUR_MS, about(2)),
    told(3, MIDNIGHT, about(3)),
    told(4, MIDNIGHT + DAY_MS, { defender: 'd_4', campaign: 'c_4' }),
  ] as unknown as readonly Outcome[]);
  expect(await figuresOf('lead-time')).toMatchObject([
    { value: -780_000_000, n: 4 },
    { value: -11_000_000 },
    { value: 2 * HOUR_MS },
  ]);
  // What suffices against the first was verified an hour after the report; the second closed without.
  const measure = { ...about(1), measure: 'limit-replies', instance: 'm_1' };
  await insert([
    { ...measure, id: 'u_q', kind: 'measure.requested', at: MIDNIGHT + HOUR_MS },
    { ...measure, id: 'u_m', kind: 'measure.verified', at: MIDNIGHT + 4 * HOUR_MS },
    { ...about(2), id: 'u_c', kind: 'case.closed', reason: 'quiet', at: MIDNIGHT + DAY_MS },
  ] as unknown as readonly Outcome[]);
  // Of four one is protected; one is open, one has no case: both are followed up to the freeze.
  expect(await figuresOf('time-to-protect-from-report')).toMatchObject([
    { kind: 'not-reached', moreThan: 860_000_000, n: 4, observed: 1 },
    { kind: 'not-reached' },
  ]);
});

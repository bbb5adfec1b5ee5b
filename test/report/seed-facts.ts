import {
  type Clickhouse,
  deadLetterRow,
  outcomeRow,
  signalRow,
  signalRowId,
  writeHopCounts,
  writePopulation,
} from '@hrd-shield/clickhouse';
import type { DeadLetter, Outcome } from '@hrd-shield/contracts';
import { aSignal } from '../record/builders.ts';

/** 1 November 2026, noon, UTC. */
export const NOON = 1_793_534_400_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const THREATS = ['pile-on', 'copypasta', 'mass-report', 'account-takeover'] as const;
/** What is enough against each of them; the last one needs two. */
const MEASURES = {
  'pile-on': 'limit-replies',
  copypasta: 'hide-campaign-replies',
  'mass-report': 'hold-enforcement',
  'account-takeover': 'step-up-login',
} as const;
const LANGUAGES = ['ar', 'es', 'other'] as const;

/** What the seeded cases are like. */
export interface SeedOptions {
  readonly cases: number;
  readonly clockScale: number;
  readonly scripted: boolean;
}

/** Puts a small, fixed world of facts into the store: no chance, no clock. */
export async function seedFacts(store: Clickhouse, options: SeedOptions): Promise<void> {
  const outcomes = Array.from({ length: options.cases }, (_, number) =>
    caseOutcomes(number, options),
  ).flat();
  await store.insert({
    table: 'outcomes',
    rows: outcomes.map((outcome) => outcomeRow(outcome, outcome.at)),
    ids: outcomes.map((outcome) => outcome.id),
  });
  const people = peopleOutcomes();
  await store.insert({
    table: 'outcomes',
    rows: people.map((outcome) => outcomeRow(outcome, outcome.at)),
    ids: people.map((outcome) => outcome.id),
  });
  const signals = Array.from({ length: options.cases }, (_, number) => ({
    ...aSignal(number, 0),
    threat: threatOf(number),
    firstEventAt: NOON + number * MINUTE_MS,
    eventAt: NOON + number * MINUTE_MS + (40 + ((number * 37) % 300)) * 1_000,
  }));
  await store.insert({
    table: 'signals',
    rows: signals.map((signal) => signalRow(signal, NOON)),
    ids: signals.map(signalRowId),
  });
  await seedCounts(store);
}

function threatOf(number: number): (typeof THREATS)[number] {
  return THREATS[(number * 7) % 4] ?? 'pile-on';
}

function caseOutcomes(number: number, options: SeedOptions): readonly Outcome[] {
  const tail = String(number).padStart(21, '0');
  const raised = NOON + number * MINUTE_MS;
  const verified = raised + 900 + ((number * 613) % 4_000);
  const threat = threatOf(number);
  const wasUnprotected = number % 9 === 8;
  const shared = {
    defender: `d_A${tail}`,
    case: `k_A${tail}`,
    campaign: `c_A${tail}`,
    threat,
    clockScale: options.clockScale,
    language: LANGUAGES[number % 3],
    region: number % 2 === 0 ? 'western-africa' : 'eastern-africa',
    unit: `unit-${number % 4}`,
  };
  const measure = { ...shared, instance: `m_A${tail}`, measure: MEASURES[threat] };
  const second = { ...measure, instance: `m_B${tail}`, measure: 'pause-sensitive-changes' };
  const isTwofold = threat === 'account-takeover' && !wasUnprotected;
  const task = { ...shared, task: `t_A${tail}`, dueAt: raised + 6_000 };
  const facts: readonly (Partial<Record<keyof Outcome, unknown>> | undefined)[] = [
    {
      ...shared,
      kind: 'signal.raised',
      at: raised,
      tier: 'guard',
      signal: `s_A${tail}`,
      eventCount: 40,
    },
    { ...shared, kind: 'case.opened', at: raised + 40, tier: 'guard' },
    { ...measure, kind: 'measure.requested', at: raised + 80 },
    wasUnprotected
      ? { ...measure, kind: 'measure.refused', at: raised + 300 }
      : { ...measure, kind: 'measure.applied', at: verified - 400, expiresAt: verified + HOUR_MS },
    wasUnprotected ? undefined : { ...measure, kind: 'measure.verified', at: verified },
    wasUnprotected ? undefined : { ...measure, kind: 'measure.lifted', at: verified + 9_000 },
    isTwofold ? { ...second, kind: 'measure.requested', at: raised + 80 } : undefined,
    isTwofold ? { ...second, kind: 'measure.verified', at: verified + 100 } : undefined,
    { ...task, kind: 'task.opened', at: raised + 60 },
    number % 11 === 5
      ? { ...task, kind: 'task.overdue', at: raised + 6_000 }
      : {
          ...task,
          kind: 'task.decided',
          at: raised + 2_000 + ((number * 311) % 3_000),
          scripted: options.scripted,
          responder: `r_A${tail}`,
          option: 'confirm',
          verdict: number % 13 === 4 ? 'rejected' : 'confirmed',
        },
  ];
  return facts.flatMap((fact, step) =>
    fact === undefined ? [] : [{ id: `u_${number}_${step}`, ...fact } as Outcome],
  );
}

/** Twelve holds, twelve remedies and what else people leave behind. */
function peopleOutcomes(): readonly Outcome[] {
  const holds = Array.from({ length: 12 }, (_, number) => holdOutcomes(number)).flat();
  const remedies = Array.from({ length: 12 }, (_, number) => remedyOutcomes(number)).flat();
  const known = { defender: 'd_people', at: NOON };
  const rest: readonly Fact[] = [
    ...['language', 'language', 'skill'].map((reason) => ({ kind: 'coverage.gap', reason })),
    ...Array.from({ length: 10 }, (_, number) => ({
      kind: number === 9 ? 'notice.failed' : 'notice.delivered',
      option: 'shift-lead',
    })),
    { kind: 'measure.withheld', measure: 'limit-replies', reason: 'consent' },
    { kind: 'consent.withdrawn' },
    { kind: 'coverage.missed', reason: 'content#0' },
    { kind: 'coverage.restored', reason: 'content#0', at: NOON + MINUTE_MS },
    { kind: 'coverage.missed', reason: 'content#1' },
  ];
  return [...holds, ...remedies, ...rest].map(
    (fact, step) => ({ id: `u_people_${step}`, ...known, ...fact }) as Outcome,
  );
}

type Fact = Partial<Record<keyof Outcome, unknown>>;

/** Numbers 0 to 7 are refused after a minute, 8 to 10 allowed after an hour, 11 nobody reviews. */
function holdOutcomes(number: number): readonly Fact[] {
  const shared = {
    defender: `d_hold${number}`,
    task: `t_hold${number}`,
    dueAt: NOON + HOUR_MS,
    policyHash: 'p',
  };
  const origin = number % 4 === 0 ? 'government' : 'reports';
  const by = { responder: `r_${number % 3}` };
  return [
    { ...shared, kind: 'hold.placed', reason: `${origin}.platform-rules` },
    number < 8
      ? { ...shared, ...by, kind: 'hold.refused', at: NOON + MINUTE_MS }
      : number < 11
        ? { ...shared, ...by, kind: 'hold.allowed', at: NOON + HOUR_MS }
        : { ...shared, kind: 'hold.released-unreviewed', at: NOON + HOUR_MS },
  ];
}

/** Appeals: 0 to 4 are restored, 5 to 7 refused, 8 withdrawn, 9 to 11 stay open. */
function remedyOutcomes(number: number): readonly Fact[] {
  const about = { defender: `d_remedy${number}`, case: `k_remedy${number}` };
  const shared = { ...about, task: `t_remedy${number}`, policyHash: 'p' };
  const at = NOON + (number + 1) * MINUTE_MS;
  const end = number < 5 ? 'restored' : number < 8 ? 'refused' : number < 9 ? 'withdrawn' : '';
  const decided = { ...shared, kind: `remedy.${end}`, responder: 'r_remedy', at };
  const before = { ...about, task: `t_before${number}`, kind: 'task.decided' };
  return [
    { ...shared, kind: 'remedy.opened', reason: 'appeal-of-defender' },
    { ...before, responder: number === 0 ? 'r_remedy' : 'r_first', verdict: 'unsure' },
    ...(end === '' ? [] : [decided]),
  ];
}

async function seedCounts(store: Clickhouse): Promise<void> {
  const letters: readonly Pick<DeadLetter, 'code' | 'topic'>[] = [
    { code: 'event.not-json', topic: 'content' },
    { code: 'event.bad-schema', topic: 'content' },
    { code: 'event.bad-schema', topic: 'reports' },
  ];
  const rows = letters.map((letter, number) =>
    deadLetterRow(
      { ...letter, step: 'read', reason: '', at: NOON, sealed: false, bytes: '' },
      { eventId: String(number), appendedAt: NOON },
    ),
  );
  await store.insert({ table: 'dead_letters', rows, ids: rows.map((row) => row.id) });
  const hop = (name: string, fates: Readonly<Record<string, number>>) =>
    Object.entries(fates).map(([fate, total]) => ({
      hop: name,
      counter: 'seed',
      fate: fate as 'produced',
      reason: '',
      total,
      at: NOON,
    }));
  await writeHopCounts(store, [
    ...hop('platform-to-ingest', {
      produced: 1_000_000,
      landed: 8_212,
      dropped: 991_785,
      'dead-lettered': 3,
    }),
    ...hop('outcomes-to-store', { produced: 1_204, landed: 1_204 }),
  ]);
  await writePopulation(
    store,
    ['2026-11-01', '2026-11-02', '2026-11-03'].map((day) => ({ day, defenders: 200, at: NOON })),
  );
}

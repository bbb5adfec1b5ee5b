import {
  type Clickhouse,
  outcomeRow,
  writeHopCounts,
  writePopulation,
} from '@hrd-shield/clickhouse';
import type { Outcome } from '@hrd-shield/contracts';

/** 1 January 2026, UTC. */
export const NEW_YEAR = Date.UTC(2026, 0, 1);
const YEAR_MS = 365 * 86_400_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** How large the seeded year is. */
export interface YearOptions {
  readonly cases: number;
  readonly defenders: number;
  readonly seed: number;
}

type Fact = Partial<Record<keyof Outcome, unknown>>;

/** More common ones come first: the share of each is that of 1 over its place. */
const THREATS = [
  'pile-on',
  'mass-report',
  'copypasta',
  'doxxing',
  'impersonation',
  'phishing',
  'account-takeover',
  'smear',
  'surveillance',
  'takedown-abuse',
] as const;
const MEASURES: Readonly<Record<(typeof THREATS)[number], readonly string[]>> = {
  'pile-on': ['limit-replies'],
  'mass-report': ['hold-enforcement'],
  copypasta: ['hide-campaign-replies'],
  doxxing: ['hide-post-for-review'],
  impersonation: ['freeze-clone-messages'],
  phishing: ['neutralise-link'],
  'account-takeover': ['step-up-login', 'pause-sensitive-changes'],
  smear: ['reduce-amplification'],
  surveillance: ['throttle-cluster'],
  'takedown-abuse': ['hold-enforcement'],
};
const REGIONS = ['western-africa', 'south-america', 'southern-asia', 'eastern-europe', 'polynesia'];
const LANGUAGES = ['es', 'ar', 'en', 'fr', 'ru', 'hi', 'zh', 'pt'];
const UNITS = ['north', 'south', 'east', 'west', 'desk'];
const BATCH_ROWS = 20_000;

/** A small generator of numbers in [0, 1): the same seed gives the same year. @source mulberry32 */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Puts a year of outcomes into the store: attacks on defenders of five regions and eight languages, a
 * few of whom are attacked often, with late, missing and refused measures, holds and remedies.
 * @returns rows put in
 */
export async function seedYear(store: Clickhouse, options: YearOptions): Promise<number> {
  const chance = chanceOf(options.seed);
  let batch: Outcome[] = [];
  let rows = 0;
  const flush = async (): Promise<void> => {
    const ids = batch.map(({ id }) => id);
    const values = batch.map((outcome) => outcomeRow(outcome, outcome.at));
    await store.insert({ table: 'outcomes', rows: values, ids });
    rows += batch.length;
    batch = [];
  };
  for (let number = 0; number < options.cases; number += 1) {
    batch.push(...factsOfCase(number, options, chance));
    if (batch.length >= BATCH_ROWS) await flush();
  }
  await flush();
  await writeHopCounts(
    store,
    (['produced', 'landed'] as const).map((fate) => {
      return {
        hop: 'platform-to-ingest',
        counter: 'year',
        fate,
        reason: '',
        total: 9_000_000,
        at: NEW_YEAR,
      };
    }),
  );
  await writePopulation(store, [
    { day: '2026-06-30', defenders: options.defenders, at: NEW_YEAR + YEAR_MS },
  ]);
  return rows;
}

function factsOfCase(
  number: number,
  options: YearOptions,
  chance: () => number,
): readonly Outcome[] {
  // A tenth of the defenders bear half of the attacks.
  const crowd = chance() < 0.5 ? options.defenders / 10 : options.defenders;
  const who = Math.floor(chance() * crowd);
  const threat = byPlace(THREATS, chance());
  const raised = NEW_YEAR + Math.floor((number / options.cases) * YEAR_MS);
  const shared = {
    defender: `d_Y${String(who).padStart(21, '0')}`,
    language: byPlace(LANGUAGES, ((who * 7919) % 1_009) / 1_009),
    region: byPlace(REGIONS, ((who * 104_729) % 997) / 997),
    unit: UNITS[who % UNITS.length],
    policyHash: 'p1',
    threat,
    campaign: `c_Y${number}`,
    case: `k_Y${number}`,
  };
  const scored = {
    ...shared,
    tier: 'guard',
    score: 0.9,
    eventCount: 20 + Math.floor(chance() * 400),
  };
  const verdict = chance() < 0.86 ? 'confirmed' : 'rejected';
  const closed = raised + Math.floor(chance() * 6 * DAY_MS) + DAY_MS;
  const task = { ...shared, task: `t_Y${number}`, dueAt: raised + 240 * MINUTE_MS };
  const facts: Fact[] = [
    { ...scored, kind: 'signal.raised', at: raised, signal: `s_Y${number}` },
    { ...scored, kind: 'case.opened', at: raised + 60 },
    ...MEASURES[threat].flatMap((measure, at) =>
      measureFacts({ ...shared, measure, instance: `m_Y${number}_${at}` }, raised, chance),
    ),
    { ...task, kind: 'task.opened', at: raised + 90 },
    { ...task, kind: 'task.claimed', at: raised + MINUTE_MS },
  ];
  if (chance() < 0.93) {
    const at = raised + Math.floor(chance() * 260 * MINUTE_MS);
    const responder = `r_${number % 24}`;
    facts.push({ ...task, kind: 'task.decided', at, responder, option: 'confirm', verdict });
    const reason = verdict === 'confirmed' ? 'quiet' : 'ruled-out';
    facts.push({ ...shared, kind: 'case.closed', at: closed, reason });
  }
  if (number % 7 === 0) facts.push(...holdFacts(number, shared, raised, chance));
  if (number % 9 === 0) facts.push(...remedyFacts(number, shared, closed, chance));
  return facts.map((fact, step) => ({ id: `u_Y${number}_${step}`, ...fact }) as Outcome);
}

function measureFacts(measure: Fact, raised: number, chance: () => number): readonly Fact[] {
  const asked = { ...measure, kind: 'measure.requested', at: raised + 80 };
  if (chance() < 0.05) return [asked, { ...measure, kind: 'measure.refused', at: raised + 900 }];
  const isLate = chance() < 0.12;
  const at = raised + 2_000 + Math.floor(chance() * (isLate ? 600 : 9) * MINUTE_MS);
  const expiresAt = at + DAY_MS;
  const applied = { ...measure, kind: 'measure.applied', at, expiresAt, automatic: chance() < 0.8 };
  const verified = chance() < 0.97 ? [{ ...measure, kind: 'measure.verified', at: at + 400 }] : [];
  const lifted = chance() < 0.98 ? [{ ...measure, kind: 'measure.lifted', at: expiresAt }] : [];
  return [asked, applied, ...verified, ...lifted];
}

function holdFacts(
  number: number,
  shared: Fact,
  raised: number,
  chance: () => number,
): readonly Fact[] {
  const hold = { ...shared, task: `t_H${number}`, case: undefined, campaign: undefined };
  const origin = chance() < 0.3 ? 'government' : 'reports';
  const dueAt = raised + DAY_MS;
  const placed = { ...hold, kind: 'hold.placed', at: raised, dueAt, reason: `${origin}.x` };
  const end = chance() < 0.6 ? 'refused' : chance() < 0.85 ? 'allowed' : 'released-unreviewed';
  return [placed, { ...hold, kind: `hold.${end}`, at: dueAt - MINUTE_MS, responder: 'r_1' }];
}

function remedyFacts(
  number: number,
  shared: Fact,
  at: number,
  chance: () => number,
): readonly Fact[] {
  const remedy = { ...shared, task: `t_R${number}`, campaign: undefined };
  const reason = chance() < 0.6 ? 'appeal-of-defender' : 'case-closed';
  const opened = { ...remedy, kind: 'remedy.opened', at, reason };
  const drawn = chance();
  if (drawn > 0.9) return [opened];
  const end = drawn < 0.4 ? 'restored' : drawn < 0.5 ? 'partly' : 'refused';
  return [opened, { ...remedy, kind: `remedy.${end}`, at: at + DAY_MS, responder: 'r_2' }];
}

/** Picks by 1 over the place. @param drawn 0 to 1 */
function byPlace<T>(list: readonly T[], drawn: number): T {
  const weights = list.map((_, at) => 1 / (at + 1));
  let left = drawn * weights.reduce((sum, each) => sum + each, 0);
  const at = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return list[at < 0 ? list.length - 1 : at] as T;
}

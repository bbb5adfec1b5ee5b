import type { DisclosureRules } from '@hrd-shield/domain';
import type { ImplementationPlan, ReleasePlan } from '@hrd-shield/policy';
import type { FrozenRun } from '../../frozen/frozen-run.ts';
import type { ReleaseOrigin } from '../make-release.ts';
import { quarterOf } from '../quarter.ts';
import type { FrozenFacts } from '../release-facts.ts';

export const QUARTER = quarterOf('2026-Q1');

export const RULES: DisclosureRules = {
  floor: { people: 10, units: 3 },
  roundTo: 5,
  periodMonths: [1, 3],
  dimensions: 3,
  sensitivePairs: [],
  barred: [],
  kinds: 4_096,
};

export const PLAN: ReleasePlan = {
  hash: 'plan',
  settleDays: 14,
  approvers: 2,
  trendQuarters: 8,
  publication: {
    catchUpDays: 30,
    lookSeconds: 30,
    remindDays: 3,
    reminders: 4,
    escalateDays: 14,
    lapseDays: 60,
    prepareMinutes: 30,
    stepMinutes: 1,
  },
  operations: [],
  populations: [
    {
      id: 'cases',
      title: 'Cases',
      sql: 'SELECT',
      dimensions: { region: ['africa', 'europe'], protected: ['in-time', 'later-or-not'] },
      tables: [['region', 'protected']],
    },
  ],
  figures: [
    { id: 'cases', benchmark: 'b', population: 'cases', kind: 'count', by: ['region'] },
    {
      id: 'protected-in-time',
      benchmark: 'b',
      population: 'cases',
      kind: 'share',
      dimension: 'protected',
      of: ['in-time'],
      over: ['in-time', 'later-or-not'],
      by: ['region'],
    },
    {
      id: 'time-to-protect',
      benchmark: 'b',
      population: 'cases',
      kind: 'quantiles',
      quantiles: [0.5, 0.9],
      by: [],
    },
  ],
};

const target = (value: number) => ({ value, unit: 'share', source: 's', owner: 'response' });
/** Judged at the freeze, 15 April 2026. */
const MILESTONES: ImplementationPlan = {
  version: '1',
  hash: 'milestones',
  nearDays: 30,
  milestones: [
    { benchmark: 'b', figure: 'share', comparison: '>=', by: '2026-01-31', target: target(0.5) },
    { benchmark: 'b', figure: 'share', comparison: '>=', by: '2026-12-31', target: target(0.95) },
    { benchmark: 'b', figure: 'share', comparison: '>=', by: '2026-03-31', target: target(0.95) },
    { benchmark: 'c', figure: 'share', comparison: '>=', by: '2026-01-31', target: target(0.5) },
  ],
};

const RUN: FrozenRun = {
  format: 'hrd-shield.run.v1',
  run: 'run_0123456789abcdef01234567',
  asOf: '2026-04-15T00:00:00.000Z',
  synthetic: false,
  codeVersion: 'c',
  inputsHash: 'i',
  benchmarks: [],
};

export const ORIGIN: ReleaseOrigin = {
  plan: PLAN,
  rules: RULES,
  benchmarks: [],
  milestones: MILESTONES,
  run: RUN,
  before: [],
  earlier: [],
};

/** How many people each cell has. */
export type People = Readonly<
  Record<'africa' | 'europe', readonly [inTime: number, later: number]>
>;

/** One fact a person, from three units in turn; protection takes a second more for each. */
export function factsOf(people: People): FrozenFacts {
  const facts = Object.entries(people).flatMap(([region, [inTime, later]]) =>
    [
      ['in-time', inTime],
      ['later-or-not', later],
    ].flatMap(([protectedSo, count]) =>
      Array.from({ length: Number(count) }, (_, at) => ({
        person: `${region}-${protectedSo}-${at}`,
        unit: `unit-${at % 3}`,
        atMs: QUARTER.fromMs + at,
        values: { region, protected: String(protectedSo) },
        duration: { ms: (at + 1) * 1_000, observed: true },
      })),
    ),
  );
  return {
    format: 'hrd-shield.release-facts.v1',
    quarter: QUARTER.name,
    asOf: QUARTER.toMs + 14 * 86_400_000,
    planHash: 'plan',
    rulesHash: 'rules',
    populations: { cases: facts },
  };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attackReleases,
  type DisclosureRules,
  protectTable,
  type ReleasedTable,
} from '../disclosure/index.ts';
import { JANUARY, PUBLIC_RULES } from '../disclosure/spec/small-town.ts';
import { type ParityFact, parityTables } from './parity-tables.ts';
import type { ParityPlan } from './plan.ts';

const RULES: DisclosureRules = { ...PUBLIC_RULES, periodMonths: [3], barred: [] };
const PLAN: ParityPlan = {
  hash: 'plan',
  cohorts: [
    { kind: 'factors', id: 'gender', of: ['woman'] },
    { kind: 'acts', id: 'work', groups: { documents: ['a'], helps: ['b'] } },
  ],
  populations: { cases: { protected: ['in-time', 'later'] } },
  measures: [],
  medians: [],
};
const period = { from: JANUARY, to: JANUARY + 2 };
const knownBy = JANUARY + 3;

/** What is published of the same facts without any cohort. */
function releaseOf(facts: readonly ParityFact[], rules: DisclosureRules): readonly ReleasedTable[] {
  const dimensions = { region: ['africa', 'europe'], protected: ['in-time', 'later'] };
  const plan = { id: 'cases', counts: 'cases', dimensions, period, knownBy };
  const made = protectTable(plan, { facts, earlier: [] }, rules);
  return made.ok ? [made.table] : expect.unreachable(made.refusal);
}

function toldOf(facts: readonly ParityFact[], rules = RULES): readonly ReleasedTable[] {
  const beside = releaseOf(facts, rules);
  const about = { plan: PLAN, rules, period, knownBy, beside, before: [] };
  return [...beside, ...parityTables({ ...about, facts: { cases: facts } }).tables];
}

const fact: fc.Arbitrary<ParityFact> = fc.record({
  person: fc.integer({ min: 0, max: 60 }).map(String),
  unit: fc.integer({ min: 0, max: 3 }).map(String),
  month: fc.integer({ min: JANUARY, max: JANUARY + 2 }),
  knownMonth: fc.constant(JANUARY + 3),
  values: fc.record({
    protected: fc.constantFrom('in-time', 'later'),
    region: fc.constantFrom('africa', 'europe'),
    gender: fc.constantFrom('declared', 'not-told'),
    work: fc.constantFrom('documents', 'helps', 'several', 'unknown'),
  }),
});

describe('nobody is found', () => {
  it('by margins, differences and linkage of all cohorts beside the release, though much is shown', () => {
    let shown = 0;
    let bare = 0;
    fc.assert(
      fc.property(fc.array(fact, { minLength: 60, maxLength: 220 }), (facts) => {
        const tables = toldOf(facts);
        shown += shownIn(tables).length;
        expect(found(tables)).toEqual([]);
        for (const { where } of shownIn(tables)) {
          const behind = facts.filter(({ values }) => isIn(values, where));
          expect(peopleOf(behind)).toBeGreaterThanOrEqual(10);
          expect(new Set(behind.map(({ unit }) => unit)).size).toBeGreaterThanOrEqual(3);
        }
        for (const outer of shownIn(tables)) {
          for (const inner of shownIn(tables)) {
            const isInner = Object.entries(outer.where).every(([k, v]) => inner.where[k] === v);
            if (!isInner) continue;
            const rest = facts.filter(
              ({ values }) => isIn(values, outer.where) && !isIn(values, inner.where),
            );
            expect(rest.length === 0 || peopleOf(rest) >= 10).toBe(true);
          }
        }
        const naked = { ...RULES, floor: { people: 1, units: 1 }, roundTo: 1 };
        bare += found(toldOf(facts, naked)).length;
      }),
      { numRuns: 12, seed: 7 },
    );
    // The same attack on counts without protection finds many.
    expect(shown).toBeGreaterThan(50);
    expect(bare).toBeGreaterThan(50);
  });
});

function shownIn(tables: readonly ReleasedTable[]) {
  return tables
    .flatMap(({ cells }) => cells)
    .flatMap(({ spec, value }) => (value === 'withheld' ? [] : [spec]));
}

function found(tables: readonly ReleasedTable[]) {
  const result = attackReleases(tables, { people: 10, kinds: 4_096 });
  if (result.kind !== 'done') expect.unreachable(result.kind);
  return result.found;
}

function isIn(values: ParityFact['values'], where: Readonly<Record<string, string>>): boolean {
  return Object.entries(where).every(([name, value]) => values[name] === value);
}

function peopleOf(facts: readonly ParityFact[]): number {
  return new Set(facts.map(({ person }) => person)).size;
}

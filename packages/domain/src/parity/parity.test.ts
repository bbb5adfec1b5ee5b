import { describe, expect, it } from 'vitest';
import type { DisclosureRules } from '../disclosure/index.ts';
import { JANUARY, PUBLIC_RULES } from '../disclosure/spec/small-town.ts';
import { UNREADABLE } from '../disclosure/tells-of-change.ts';
import { parityFigures } from './parity-figures.ts';
import { type ParityFact, parityTables } from './parity-tables.ts';
import { answersBy, type ParityPlan } from './plan.ts';

const RULES: DisclosureRules = { ...PUBLIC_RULES, barred: [] };

const PLAN: ParityPlan = {
  hash: 'plan',
  cohorts: [
    { kind: 'factors', id: 'gender', of: ['woman', 'gender-diverse'] },
    {
      kind: 'acts',
      id: 'work',
      groups: { documents: ['reports-on-rights'], helps: ['legal-aid'] },
    },
  ],
  populations: { cases: { protected: ['in-time', 'later'] } },
  measures: [
    {
      id: 'in-time',
      benchmark: 'protected-within-clock',
      population: 'cases',
      within: {},
      dimension: 'protected',
      of: ['in-time'],
      over: ['in-time', 'later'],
    },
  ],
  medians: [{ id: 'wait', benchmark: 'b', population: 'cases', edgesMs: [900, 3_600] }],
};
const GENDER_ONLY: ParityPlan = { ...PLAN, cohorts: PLAN.cohorts.slice(0, 1) };

/** So many people with one case each, from three units in turn. */
function cases(gender: string, protectedSo: string, count: number, ms = 600): ParityFact[] {
  return Array.from({ length: count }, (_, at) => ({
    person: `${gender}-${protectedSo}-${at}`,
    unit: `unit-${at % 3}`,
    month: JANUARY,
    knownMonth: JANUARY + 3,
    values: { gender, protected: protectedSo, work: 'unknown' },
    duration: { ms, observed: protectedSo === 'in-time' },
  }));
}

const sourcesOf = (facts: readonly ParityFact[], plan = GENDER_ONLY, rules = RULES) => ({
  plan,
  facts: { cases: facts },
  rules,
  period: { from: JANUARY, to: JANUARY + 2 },
  knownBy: JANUARY + 3,
  beside: [],
  before: [],
});
const figureOf = (facts: readonly ParityFact[], slice: string, label: string) => {
  const { tables } = parityTables(sourcesOf(facts));
  const figures = parityFigures({
    plan: GENDER_ONLY,
    tables,
    facts: { cases: facts },
    rules: RULES,
  });
  return figures.find((each) => each.slice === slice && each.label === label);
};

// 41 of 61 women, rounded 40 of 60; 79 of 99 others, rounded 80 of 100.
const TOWN = [
  ...cases('declared', 'in-time', 41),
  ...cases('declared', 'later', 20, 5_000),
  ...cases('not-told', 'in-time', 79),
  ...cases('not-told', 'later', 20, 5_000),
];

describe('one answer a person', () => {
  const { cohorts } = PLAN;
  it('is what they said, and what they were designated for', () => {
    const about = { factors: ['woman', 'migrant-or-exile'], acts: ['legal-aid'] };
    expect(answersBy(about, cohorts)).toEqual({ gender: 'declared', work: 'helps' });
  });
  it('is that of many others where they said nothing, do several things, or were erased', () => {
    const both = { factors: [], acts: ['legal-aid', 'reports-on-rights'] };
    expect(answersBy(both, cohorts)).toEqual({ gender: 'not-told', work: 'several' });
    expect(answersBy(undefined, cohorts)).toEqual({ gender: 'not-told', work: 'unknown' });
  });
});

describe('parity of released counts', () => {
  it('is a share of rounded cells with its Wilson interval', () => {
    // 40 of 60 at a design effect of 1.1, 160/159 rounded up: Wilson at 95 % is 0.534 to 0.777.
    expect(figureOf(TOWN, 'gender=declared', 'share')).toMatchObject({
      state: 'value',
      value: 0.667,
      lower: 0.534,
      upper: 0.777,
      sample: 60,
    });
  });

  it('is a ratio to everybody else with the interval of its logarithm', () => {
    // (40/60)/(80/100) = 0.833; the spread is 1.96 √(1.1 (1/40 − 1/60 + 1/80 − 1/100)) = 0.2140.
    expect(figureOf(TOWN, 'gender=declared', 'ratio')).toMatchObject({
      state: 'value',
      value: 0.833,
      lower: 0.673,
      upper: 1.032,
      sample: 160,
    });
  });

  it('is a wider interval where the same people come back: their cases count together', () => {
    const twice = TOWN.flatMap((fact) => [fact, fact]);
    const once = figureOf(TOWN, 'gender=declared', 'share');
    const told = figureOf(twice, 'gender=declared', 'share');
    expect(told).toMatchObject({ value: 0.667, sample: 120 });
    // Twice the cases of as many people tell nothing more: the interval is as wide.
    const width = (of: typeof told) => (of?.upper ?? 0) - (of?.lower ?? 0);
    expect(width(told)).toBeGreaterThan(0.9 * width(once));
  });

  it('tells a median as its band, and one that is later than the last band as that', () => {
    expect(figureOf(TOWN, 'gender=declared', 'median-band')).toMatchObject({
      state: 'value',
      value: 900,
      lower: 0,
      upper: 900,
    });
    const slow = [...cases('declared', 'in-time', 30, 9_000), ...cases('not-told', 'later', 30)];
    expect(figureOf(slow, 'gender=declared', 'median-band')).toMatchObject({
      state: 'not-reached',
      value: null,
      lower: 3_600,
    });
  });

  it('is withheld, as a value, where fewer than ten are behind a cell, and beside it', () => {
    const few = [...TOWN.filter(({ values }) => values.gender === 'not-told')];
    const facts = [...few, ...cases('declared', 'in-time', 9), ...cases('declared', 'later', 30)];
    for (const slice of ['gender=declared', 'gender=not-told']) {
      for (const label of ['share', 'ratio']) {
        expect(figureOf(facts, slice, label)).toMatchObject({ state: 'withheld', value: null });
      }
    }
  });

  it('is withheld where two units alone report a cell, and shown to people inside', () => {
    const two = TOWN.map((fact) => ({
      ...fact,
      unit: fact.unit === 'unit-2' ? 'unit-1' : fact.unit,
    }));
    const open = parityTables(sourcesOf(two)).tables[0];
    expect(open?.cells.every(({ value }) => value === 'withheld')).toBe(true);
    const inside = { ...RULES, floor: { people: 5, units: 1 }, roundTo: 1 };
    const told = parityTables(sourcesOf(two, GENDER_ONLY, inside)).tables[0];
    expect(told?.cells.map(({ value }) => value)).toEqual([160, 61, 99, 120, 40, 41, 79, 20, 20]);
  });
});

describe('a second run of a quarter', () => {
  const { tables } = parityTables(sourcesOf(TOWN));
  const again = (facts: readonly ParityFact[], old: readonly ParityFact[]) =>
    parityTables({ ...sourcesOf(facts), before: [{ tables, facts: { cases: old } }] }).losses[0];
  const late = (count: number) => [
    ...TOWN,
    ...cases('declared', 'late', count).map((fact) => ({
      ...fact,
      values: { ...fact.values, protected: 'later' },
    })),
  ];

  it('is refused where it differs by too few, and told where by enough or nobody', () => {
    expect(again(TOWN, TOWN)).toMatchObject({ refused: null });
    expect(again(late(1), TOWN)).toMatchObject({ refused: 'differs-by-too-few' });
    expect(again(late(12), TOWN)).toMatchObject({ refused: null });
  });

  it('is refused where somebody was erased between them: nobody can say where they were counted', () => {
    const [gone, ...rest] = TOWN;
    if (gone === undefined) return;
    const unreadable = { ...gone, values: { ...gone.values, gender: UNREADABLE } };
    const now = { ...gone, values: { ...gone.values, gender: 'not-told' } };
    // Twelve others came too: whoever was counted before is in none of the cells that changed by enough.
    const others = cases('not-told', 'in-time', 12).map((fact) => {
      return { ...fact, person: `new ${fact.person}` };
    });
    expect(again([now, ...rest, ...others], [unreadable, ...rest])).toMatchObject({
      refused: 'differs-by-too-few',
    });
    expect(again([...TOWN, ...others], TOWN)).toMatchObject({ refused: null });
  });
});

import { describe, expect, it } from 'vitest';
import type { DisclosureFact, ReleasedTable, TablePlan } from './facts.ts';
import { protectTable } from './protect-table.ts';
import type { DisclosureRules } from './rules.ts';
import { factsIn, JANUARY, PUBLIC_RULES, planOf } from './spec/small-town.ts';

function release(
  facts: readonly DisclosureFact[],
  plan: TablePlan = planOf(),
  earlier: readonly ReleasedTable[] = [],
  rules: DisclosureRules = PUBLIC_RULES,
): ReleasedTable {
  const result = protectTable(plan, { facts, earlier }, rules);
  if (!result.ok) expect.unreachable(result.refusal);
  return result.table;
}

/** Values by `region/threat`, `-` for a margin. */
function valuesOf({ cells }: ReleasedTable): Readonly<Record<string, number | 'withheld'>> {
  return Object.fromEntries(
    cells.map(({ spec, value }) => [
      `${spec.where.region ?? '-'}/${spec.where.threat ?? '-'}`,
      value,
    ]),
  );
}

const north = (threat: string, count: number, over = {}) =>
  factsIn(count, { region: 'north', threat }, over);
const south = (threat: string, count: number, over = {}) =>
  factsIn(count, { region: 'south', threat }, over);

describe('protectTable', () => {
  it('shows large groups, rounded to five', () => {
    const facts = [
      ...north('pile-on', 23),
      ...north('doxxing', 31),
      ...south('pile-on', 18),
      ...south('doxxing', 42),
    ];
    expect(valuesOf(release(facts))).toEqual({
      '-/-': 115,
      'north/-': 55,
      'south/-': 60,
      '-/pile-on': 40,
      '-/doxxing': 75,
      'north/pile-on': 25,
      'north/doxxing': 30,
      'south/pile-on': 20,
      'south/doxxing': 40,
    });
  });

  it('withholds a small group, and what its margins would tell it from', () => {
    const facts = [
      ...north('pile-on', 20),
      ...north('doxxing', 4),
      ...south('pile-on', 30),
      ...south('doxxing', 25),
    ];
    expect(valuesOf(release(facts))).toMatchObject({
      '-/-': 80,
      'north/pile-on': 'withheld',
      'north/doxxing': 'withheld',
      'south/pile-on': 'withheld',
      'south/doxxing': 'withheld',
    });
  });

  it('withholds an empty group like a small one, so that a gap does not tell that somebody is there', () => {
    const facts = [...north('pile-on', 40), ...south('pile-on', 30), ...south('doxxing', 25)];
    expect(valuesOf(release(facts))).toMatchObject({ 'north/doxxing': 'withheld' });
  });

  it('withholds a group that two units have reported, since each could take its own away', () => {
    const two = north('doxxing', 30).map((fact, at) => ({ ...fact, unit: `unit-${at % 2}` }));
    const table = release([
      ...two,
      ...north('pile-on', 30),
      ...south('pile-on', 30),
      ...south('doxxing', 30),
    ]);
    expect(valuesOf(table)['north/doxxing']).toBe('withheld');
  });

  it('counts people and not facts: thirty cases of three people are three', () => {
    const few = north('doxxing', 30).map((fact, at) => ({ ...fact, person: `p${at % 3}` }));
    const table = release([
      ...few,
      ...north('pile-on', 30),
      ...south('pile-on', 30),
      ...south('doxxing', 30),
    ]);
    expect(valuesOf(table)['north/doxxing']).toBe('withheld');
  });

  it('withholds what differs from an earlier release by a few: a later freeze', () => {
    const facts = [
      ...north('pile-on', 40),
      ...south('pile-on', 40),
      ...south('pile-on', 3, { knownMonth: JANUARY + 4 }),
    ];
    const plan = planOf({ dimensions: { region: ['north', 'south'] } });
    const before = release(facts, plan);
    expect(valuesOf(before)).toEqual({ '-/-': 80, 'north/-': 40, 'south/-': 40 });
    const after = release(facts, { ...plan, knownBy: JANUARY + 6 }, [before]);
    expect(valuesOf(after)).toEqual({ '-/-': 'withheld', 'north/-': 40, 'south/-': 'withheld' });
  });

  it('withholds what differs from an earlier release by a few: another slicing', () => {
    const facts = [...north('pile-on', 40), ...factsIn(4, { region: 'sea', threat: 'pile-on' })];
    const whole = release(facts, planOf({ dimensions: {} }));
    expect(valuesOf(whole)).toEqual({ '-/-': 45 });
    const sliced = release(
      facts,
      planOf({ dimensions: { region: ['north'] }, partial: ['region'] }),
      [whole],
    );
    expect(valuesOf(sliced)).toEqual({ '-/-': 45, 'north/-': 'withheld' });
  });

  it('crosses a region of few people with threats for nobody, and not by taking others away', () => {
    const facts = [
      ...north('pile-on', 30),
      ...north('doxxing', 30),
      ...south('pile-on', 60),
      ...south('doxxing', 60),
    ];
    const sensitivePairs = [{ few: 'region', crossed: 'threat', people: 100 }];
    const table = release(facts, planOf(), [], { ...PUBLIC_RULES, sensitivePairs });
    expect(valuesOf(table)).toEqual({
      '-/-': 180,
      'north/-': 60,
      'south/-': 120,
      '-/pile-on': 90,
      '-/doxxing': 90,
      'north/pile-on': 'withheld',
      'north/doxxing': 'withheld',
      'south/pile-on': 'withheld',
      'south/doxxing': 'withheld',
    });
  });

  it('says what protection costs', () => {
    const facts = [
      ...north('pile-on', 20),
      ...north('doxxing', 4),
      ...south('pile-on', 30),
      ...south('doxxing', 25),
    ];
    const result = protectTable(planOf(), { facts, earlier: [] }, PUBLIC_RULES);
    expect(result).toMatchObject({
      loss: { cells: 9, shown: 5, small: 1, complementary: 3, toldRatio: 0 },
    });
  });

  it.each([
    ['period-too-fine', { period: { from: JANUARY, to: JANUARY + 1 } }],
    ['period-too-fine', { period: { from: JANUARY + 1, to: JANUARY + 3 } }],
    ['too-many-dimensions', { dimensions: { a: ['1'], b: ['1'], c: ['1'], d: ['1'] } }],
    ['barred-dimension', { counts: 'designations' }],
  ] as const)('refuses a plan outright: %s', (refusal, over) => {
    const result = protectTable(planOf(over), { facts: [], earlier: [] }, PUBLIC_RULES);
    expect(result).toEqual({ ok: false, refusal });
  });

  it('refuses a plan that leaves out values without saying so', () => {
    const facts = factsIn(40, { region: 'sea', threat: 'pile-on' });
    const result = protectTable(planOf(), { facts, earlier: [] }, PUBLIC_RULES);
    expect(result).toEqual({ ok: false, refusal: 'unlisted-value' });
  });

  it('refuses what the attack cannot look through', () => {
    const rules = { ...PUBLIC_RULES, kinds: 4 };
    const result = protectTable(planOf(), { facts: [], earlier: [] }, rules);
    expect(result).toEqual({ ok: false, refusal: 'too-wide' });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftOf, hideSmall, releaseOf } from '../draft.ts';
import type { DisclosureFact, ReleasedTable } from '../facts.ts';
import { hideComplements } from '../hide-complements.ts';
import { protectTable } from '../protect-table.ts';
import type { DisclosureRules } from '../rules.ts';
import { factsIn, JANUARY, PUBLIC_RULES, planOf } from '../spec/small-town.ts';
import { attackReleases } from './attack.ts';
import { linearBounds } from './linear-bounds.ts';

const AIM = { people: PUBLIC_RULES.floor.people, kinds: PUBLIC_RULES.kinds };
const EXACT: DisclosureRules = { ...PUBLIC_RULES, roundTo: 1 };

const foundIn = (tables: readonly ReleasedTable[], people = AIM.people) => {
  const result = attackReleases(tables, { ...AIM, people });
  if (result.kind !== 'done') expect.unreachable(result.kind);
  return result.found;
};

const TOWN = [
  ...factsIn(20, { region: 'north', threat: 'pile-on' }),
  ...factsIn(4, { region: 'north', threat: 'doxxing' }),
  ...factsIn(30, { region: 'south', threat: 'pile-on' }),
  ...factsIn(25, { region: 'south', threat: 'doxxing' }),
];

describe('the attack finds somebody where a rule is left out', () => {
  it('small cells shown beside their margins: the four people of one cell', () => {
    const table = releaseOf(draftOf(planOf(), TOWN), EXACT);
    const unruly = { ...table, made: { people: 0, roundTo: 1 } };
    expect(foundIn([unruly])).toContainEqual(
      expect.objectContaining({ how: 'linkage', atLeast: 4, atMost: 4 }),
    );
  });

  it('without complementary suppression: the margins give the hidden cell away', () => {
    const table = releaseOf(hideSmall(draftOf(planOf(), TOWN), EXACT), EXACT);
    const found = foundIn([table]).filter(({ how }) => how === 'margins');
    expect(found).toMatchObject([{ cell: { where: { region: 'north', threat: 'doxxing' } } }]);
    expect(found).toMatchObject([{ atLeast: 4, atMost: 4 }]);
    expect(
      foundIn([
        releaseOf(hideComplements(hideSmall(draftOf(planOf(), TOWN), EXACT), EXACT), EXACT),
      ]),
    ).toEqual([]);
  });

  it('without a look at earlier releases: two freezes are taken from each other', () => {
    const facts = [
      ...factsIn(40, { region: 'north' }),
      ...factsIn(3, { region: 'north' }, { knownMonth: JANUARY + 4 }),
    ];
    const plan = planOf({ dimensions: {} });
    const alone = (knownBy: number) => {
      const made = protectTable({ ...plan, knownBy }, { facts, earlier: [] }, EXACT);
      return made.ok ? made.table : expect.unreachable(made.refusal);
    };
    const both = [alone(JANUARY + 3), alone(JANUARY + 6)];
    expect(foundIn(both)).toContainEqual(
      expect.objectContaining({ how: 'differencing', atLeast: 3, atMost: 3 }),
    );
  });

  it('without a look at earlier releases: months are taken from their quarter', () => {
    const facts = [
      ...factsIn(30, {}, { month: JANUARY, knownMonth: JANUARY }),
      ...factsIn(30, {}, { month: JANUARY + 1, knownMonth: JANUARY }),
      ...factsIn(2, {}, { month: JANUARY + 2, knownMonth: JANUARY }),
    ];
    const plans = [
      planOf({ dimensions: {} }),
      planOf({ dimensions: {}, period: { from: JANUARY, to: JANUARY } }),
      planOf({ dimensions: {}, period: { from: JANUARY + 1, to: JANUARY + 1 } }),
    ];
    const bare = plans.map((plan) => releaseOf(draftOf(plan, facts), EXACT));
    expect(foundIn(bare)).toContainEqual(
      expect.objectContaining({ how: 'linkage', atLeast: 2, atMost: 2 }),
    );
    let earlier: readonly ReleasedTable[] = [];
    for (const plan of plans) {
      const made = protectTable(plan, { facts, earlier }, EXACT);
      if (made.ok) earlier = [...earlier, made.table];
    }
    expect(earlier).toHaveLength(3);
    expect(foundIn(earlier)).toEqual([]);
  });

  it('says that it is unsettled where tables contradict each other, never that nobody is found', () => {
    const one = releaseOf(draftOf(planOf({ dimensions: {} }), TOWN), EXACT);
    const other = releaseOf(draftOf(planOf({ dimensions: {} }), TOWN.slice(0, 20)), EXACT);
    expect(attackReleases([one, other], AIM)).toEqual({ kind: 'unsettled' });
  });
});

const isShown = ({ value }: ReleasedTable['cells'][number]): boolean => value !== 'withheld';

const fact: fc.Arbitrary<DisclosureFact> = fc.record({
  person: fc.integer({ min: 0, max: 40 }).map(String),
  unit: fc.integer({ min: 0, max: 3 }).map(String),
  month: fc.integer({ min: JANUARY, max: JANUARY + 2 }),
  knownMonth: fc.integer({ min: JANUARY, max: JANUARY + 6 }),
  values: fc.record({
    region: fc.constantFrom('north', 'south', 'sea'),
    threat: fc.constantFrom('pile-on', 'doxxing'),
    language: fc.constantFrom('ar', 'es'),
  }),
});

describe('nobody is found', () => {
  it('in any sequence of releases, rounded or exact, though much is shown and bare counts name many', () => {
    let shown = 0;
    let bare = 0;
    const region = ['north', 'south', 'sea'];
    const threat = ['pile-on', 'doxxing'];
    const plans = [
      planOf({ dimensions: { region, threat } }),
      planOf({
        dimensions: { region: region.slice(0, 2), language: ['ar', 'es'] },
        partial: ['region'],
      }),
      planOf({ dimensions: { threat }, period: { from: JANUARY, to: JANUARY } }),
      planOf({ dimensions: { region }, knownBy: JANUARY + 6 }),
    ];
    fc.assert(
      fc.property(
        fc.array(fact, { minLength: 40, maxLength: 160 }),
        fc.constantFrom(PUBLIC_RULES, EXACT),
        fc.shuffledSubarray(plans, { minLength: 3, maxLength: 3 }),
        (facts, rules, order) => {
          let earlier: readonly ReleasedTable[] = [];
          for (const plan of order) {
            const made = protectTable(plan, { facts, earlier }, rules);
            if (made.ok) earlier = [...earlier, made.table];
          }
          expect(earlier).toHaveLength(3);
          expect(foundIn(earlier)).toEqual([]);
          shown += earlier.flatMap(({ cells }) => cells).filter(isShown).length;
          const unsafe = order.map((plan) =>
            releaseOf(hideSmall(draftOf(plan, facts), EXACT), EXACT),
          );
          bare += foundIn(unsafe).length;
        },
      ),
      { numRuns: 12, seed: 7 },
    );
    expect(shown).toBeGreaterThan(60);
    expect(bare).toBeGreaterThan(20);
  });

  it('by trying every table that fits what was released, which shares nothing with the attack', () => {
    const rules: DisclosureRules = { ...EXACT, floor: { people: 4, units: 1 } };
    const keys = [
      ['north', 'pile-on'],
      ['north', 'doxxing'],
      ['south', 'pile-on'],
      ['south', 'doxxing'],
    ] as const;
    const counts = fc.tuple(...keys.map(() => fc.integer({ min: 0, max: 9 })));
    fc.assert(
      fc.property(counts, (sizes) => {
        const facts = keys.flatMap(([region, threat], at) =>
          factsIn(sizes[at] ?? 0, { region, threat }),
        );
        const made = protectTable(planOf(), { facts, earlier: [] }, rules);
        if (!made.ok) return expect.unreachable(made.refusal);
        const ranges = rangesByTrying(made.table, 18);
        for (const { least, most } of ranges) expect(least >= 1 && most < 4).toBe(false);
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});

/** Least and greatest of each inner cell over all tables of four counts that fit. */
function rangesByTrying({ cells }: ReleasedTable, top: number) {
  const shown = (region?: string, threat?: string) =>
    cells.find(({ spec }) => spec.where.region === region && spec.where.threat === threat)?.value;
  const fits = (value: number | 'withheld' | undefined, sum: number) =>
    value === 'withheld' || value === sum;
  const ranges = Array.from({ length: 4 }, () => ({ least: top, most: 0 }));
  for (let a = 0; a <= top; a += 1) {
    if (!fits(shown('north', 'pile-on'), a)) continue;
    for (let b = 0; b <= top; b += 1) {
      if (!fits(shown('north', 'doxxing'), b) || !fits(shown('north'), a + b)) continue;
      for (let c = 0; c <= top; c += 1) {
        if (!fits(shown('south', 'pile-on'), c) || !fits(shown(undefined, 'pile-on'), a + c))
          continue;
        for (let d = 0; d <= top; d += 1) {
          if (!fits(shown('south', 'doxxing'), d) || !fits(shown('south'), c + d)) continue;
          if (!fits(shown(undefined, 'doxxing'), b + d) || !fits(shown(), a + b + c + d)) continue;
          [a, b, c, d].forEach((count, at) => {
            const range = ranges[at];
            if (range === undefined) return;
            range.least = Math.min(range.least, count);
            range.most = Math.max(range.most, count);
          });
        }
      }
    }
  }
  return ranges;
}

describe('linearBounds', () => {
  it('comes to the bounds that were worked by hand', () => {
    // x0 + x1 between 10 and 12, x1 + x2 exactly 4, x0 at most 9: x1 is 1 to 4.
    const bounds = linearBounds(3, [
      { of: [0, 1], atLeast: 10, atMost: 12 },
      { of: [1, 2], atLeast: 4, atMost: 4 },
      { of: [0], atLeast: 0, atMost: 9 },
    ]);
    const at = (way: 'least' | 'greatest') => bounds.extreme([1], way);
    expect(at('least')).toMatchObject([9, 1, 3]);
    expect((at('greatest') as readonly number[])[1]).toBeCloseTo(4);
    expect(linearBounds(1, []).extreme([0], 'greatest')).toBe('unbounded');
    expect(linearBounds(1, [{ of: [0], atLeast: 3, atMost: 2 }]).feasible).toBeUndefined();
  });
});

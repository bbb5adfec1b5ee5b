import { describe, expect, it } from 'vitest';
import { chanceAgreement } from './chance-agreement.ts';
import { drawSample } from './draw-sample.ts';
import { judgeMilestone } from './judge-milestone.ts';
import { missedShare } from './missed-share.ts';
import { ratioDrift } from './ratio-drift.ts';

const WORDS = ['confirmed', 'rejected', 'unsure'];
const times = <T>(count: number, value: T): readonly T[] =>
  Array.from({ length: count }, () => value);
/** Everybody for themselves: `hits` people of `n`. */
const people = (hits: number, n: number) => [
  ...times(hits, { hits: 1, n: 1 }),
  ...times(n - hits, { hits: 0, n: 1 }),
];

describe('agreement beyond chance', () => {
  it('comes to what irrCAC 0.4.4 says of the same answers', () => {
    const answers = [
      ...times(38, ['confirmed', 'confirmed'] as const),
      ...times(3, ['confirmed', 'rejected'] as const),
      ...times(4, ['rejected', 'rejected'] as const),
      ...times(2, ['confirmed', 'unsure'] as const),
      ['unsure', 'unsure'] as const,
      ...times(2, ['rejected', 'confirmed'] as const),
    ];
    const found = chanceAgreement(answers, WORDS);
    expect(found).toMatchObject({ kind: 'value', n: 50, value: expect.closeTo(0.8360079653, 9) });
    // Its standard error is 0.0610075707; ours is taken times the normal quantile, not Student's.
    expect(found).toMatchObject({
      interval: { lower: expect.closeTo(0.716435, 5), upper: expect.closeTo(0.955581, 5) },
    });
  });

  it('says nothing of a single case', () => {
    expect(chanceAgreement([['confirmed', 'confirmed']], WORDS)).toEqual({ kind: 'no-data' });
  });
});

describe('drift', () => {
  const rules = { margin: 0.1, minimumCell: 10 };

  // Single cases stand as people of one case each: the factor G/(G-1) widens by under a hundredth.
  it('has the interval that statsmodels 0.15.0 gives for the same counts', () => {
    const found = ratioDrift({ before: people(81, 90), lately: people(60, 100) }, rules);
    expect(found.state).toBe('falling');
    expect(found.change?.value).toBeCloseTo(-0.3, 12);
    expect(found.change?.interval.lower).toBeCloseTo(-0.408, 2);
    expect(found.change?.interval.upper).toBeCloseTo(-0.18, 2);
  });

  it('does not call chance a drift, nor what is under the margin, nor too few', () => {
    const state = (before: [number, number], lately: [number, number]) =>
      ratioDrift({ before: people(...before), lately: people(...lately) }, rules).state;
    expect(state([18, 20], [15, 20])).toBe('steady');
    expect(state([9_000, 10_000], [8_500, 10_000])).toBe('steady');
    expect(state([90, 100], [1, 9])).toBe('too-few');
    expect(state([60, 100], [81, 90])).toBe('rising');
  });

  it('takes the cases of one defender together', () => {
    const before = people(81, 90);
    const one = { before, lately: [...times(1, { hits: 0, n: 40 }), ...people(60, 60)] };
    expect(ratioDrift(one, rules).state).toBe('steady');
  });
});

describe('what was missed', () => {
  it('weighs each kind by how many there are of it', () => {
    const found = missedShare([
      { population: 900, reviewed: people(0, 30) },
      { population: 100, reviewed: people(6, 20) },
    ]);
    expect(found).toMatchObject({ kind: 'value', n: 50, value: expect.closeTo(0.03, 12) });
    // None of 30 may be up to 0.1135 of them; 0.3 of 20 lies in 0.1455 to 0.5190.
    expect(found).toMatchObject({
      interval: { lower: expect.closeTo(0.0145, 3), upper: expect.closeTo(0.1345, 3) },
    });
  });

  it('is not known while nobody has looked at one kind', () => {
    const strata = [
      { population: 900, reviewed: [] },
      { population: 100, reviewed: people(6, 20) },
    ];
    expect(missedShare(strata)).toEqual({ kind: 'no-data' });
  });
});

describe('a drawn sample', () => {
  const names = times(1_000, 0).map((_, at) => `n${at}`);
  const draw = (seed: string, from = names) =>
    drawSample(from, (name) => name, { seed, size: 100 });

  it('is the same for whoever draws it again, in any order', () => {
    expect(draw('first')).toEqual(draw('first', [...names].reverse()));
    expect(draw('first')).not.toEqual(draw('second'));
    expect(new Set(draw('first')).size).toBe(100);
  });

  it('takes each with the same chance', () => {
    const taken = times(20, 0).flatMap((_, at) => draw(`seed ${at}`));
    const low = taken.filter((name) => Number(name.slice(1)) < 500).length;
    expect(low / taken.length).toBeGreaterThan(0.46);
    expect(low / taken.length).toBeLessThan(0.54);
  });
});

describe('a milestone', () => {
  const figure = (value: number, lower: number, upper: number) =>
    ({ kind: 'value', value, interval: { lower, upper }, n: 100, observed: 100 }) as const;
  const standing = (of: Parameters<typeof judgeMilestone>[0], asOf: number) => {
    const found = judgeMilestone(
      of,
      { comparison: '>=', value: 0.9, dueAt: 1_000 },
      { asOf, nearMs: 100 },
    );
    return `${found.state} ${found.reason}`;
  };

  it('is green only where chance cannot explain it', () => {
    expect(standing(figure(0.95, 0.91, 0.98), 0)).toBe('green met');
    expect(standing(figure(0.95, 0.85, 0.98), 0)).toBe('amber met-but-for-chance');
  });

  it('turns red when its day is near or over, and a missing figure does not hide', () => {
    const low = figure(0.8, 0.7, 0.88);
    expect(standing(low, 899)).toBe('amber missed-and-day-to-come');
    expect(standing(low, 900)).toBe('red missed-and-day-near');
    expect(standing(low, 1_000)).toBe('red missed');
    expect(standing({ kind: 'no-data' }, 999)).toBe('amber no-figure-and-day-to-come');
    expect(standing({ kind: 'withheld', minimumCell: 10 }, 1_000)).toBe('red no-figure');
  });
});

import { describe, expect, it } from 'vitest';
import { bootstrap, bootstrapSums } from './bootstrap.ts';
import { brierSkill, calibrationError } from './calibration.ts';
import { exposureToShow, poissonRate, wilson } from './intervals.ts';
import { precisionAt } from './precision.ts';
import { quantileOf } from './quantile.ts';

describe('shares', () => {
  it('have the interval of Wilson: 8 of 10 is 0.490 to 0.943', () => {
    const { high, low, value } = wilson(8, 10);
    expect(value).toBe(0.8);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
  });

  it('are never certain on a few runs: 10 of 10 may be 0.722', () => {
    expect(wilson(10, 10)).toMatchObject({ value: 1, high: 1 });
    expect(wilson(10, 10).low).toBeCloseTo(0.7225, 4);
  });

  it('may be anything where nothing was run', () => {
    expect(wilson(0, 0)).toEqual({ value: Number.NaN, low: 0, high: 1, sample: 0 });
  });
});

describe('rates', () => {
  it('of none seen stay below 3.689 events', () => {
    const { high, low, value } = poissonRate(0, 150);
    expect([value, low]).toEqual([0, 0]);
    expect(high * 150).toBeCloseTo(3.6889, 3);
  });

  it('have the interval of Garwood: 5 events are 1.62 to 11.67', () => {
    const { high, low } = poissonRate(5, 1);
    expect(low).toBeCloseTo(1.6235, 3);
    expect(high).toBeCloseTo(11.6683, 3);
  });

  it('of 0.02 need 150 months without an event to be shown', () => {
    expect(Math.round(exposureToShow(0.02))).toBe(150);
  });
});

describe('precision', () => {
  it('falls with prevalence: 0.9 found, 0.5 % false, one to 20 is 0.9', () => {
    expect(precisionAt(0.9, 0.005, 20)).toBeCloseTo(0.9, 10);
    expect(precisionAt(0.9, 0.005, 500)).toBeCloseTo(0.9 / 3.4, 10);
  });
});

describe('calibration', () => {
  const claims = [
    { score: 0.9, isTrue: true, weight: 1 },
    { score: 0.9, isTrue: false, weight: 1 },
    { score: 0.1, isTrue: false, weight: 2 },
  ];

  it('is the mean distance of claim and truth: half at 0.4, half at 0.1', () => {
    expect(calibrationError(claims, 10)).toBeCloseTo(0.25, 10);
  });

  it('has the skill of Brier: 0.21 against 0.1875 of the base rate', () => {
    // (0.01 + 0.81 + 2 * 0.01) / 4 = 0.21; 0.25 * 0.75 = 0.1875
    expect(brierSkill(claims)).toBeCloseTo(1 - 0.21 / 0.1875, 10);
  });
});

describe('quantiles', () => {
  it('lie between values', () => {
    expect(quantileOf([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantileOf([10, 0], 0.9)).toBe(9);
  });

  it('of campaigns that are mostly never found are never', () => {
    const never = Number.POSITIVE_INFINITY;
    expect(quantileOf([1, never, never], 0.5)).toBe(never);
  });
});

describe('the bootstrap', () => {
  const mean = (items: readonly number[]) => items.reduce((a, b) => a + b, 0) / items.length;
  const items = Array.from({ length: 100 }, (_, i) => i % 2);

  it('gives the interval of the mean of a hundred coins: about 0.4 to 0.6', () => {
    const { high, low, value } = bootstrap(items, mean);
    expect(value).toBe(0.5);
    expect(low).toBeCloseTo(0.4, 1);
    expect(high).toBeCloseTo(0.6, 1);
  });

  it('says the same when asked again', () => {
    expect(bootstrap(items, mean)).toEqual(bootstrap(items, mean));
  });

  it('of sums counts each item once and says the same to the last bit', () => {
    const runs = Array.from({ length: 60 }, (_, i) => ({ found: i % 3 === 0, ms: 1_000 + 7 * i }));
    const perHour = (found: number, ms: number) => found / (ms / 3_600_000);
    const whole = bootstrap(runs, (drawn) =>
      perHour(
        drawn.filter(({ found }) => found).length,
        drawn.reduce((sum, { ms }) => sum + ms, 0),
      ),
    );
    let asked = 0;
    const sums = bootstrapSums(
      runs,
      ({ found, ms }) => {
        asked += 1;
        return [Number(found), ms];
      },
      ([found = 0, ms = 0]) => perHour(found, ms),
    );
    expect(sums).toEqual(whole);
    expect(sums.low).toBeLessThan(sums.high);
    expect(asked).toBe(60);
  });

  it('of sums leaves out draws in which there is nothing to divide by', () => {
    const runs = [{ of: 1 }, { of: 0 }];
    const share = bootstrapSums(
      runs,
      ({ of }) => [of, of],
      ([yes = 0, all = 0]) => yes / all,
    );
    expect(share).toEqual({ value: 1, low: 1, high: 1, sample: 2 });
  });
});

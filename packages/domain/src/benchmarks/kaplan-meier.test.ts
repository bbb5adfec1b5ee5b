import { describe, expect, it } from 'vitest';
import { type Duration, kaplanMeier, survivalQuantile } from './kaplan-meier.ts';

const ended = (...times: number[]): Duration[] =>
  times.map((time) => ({ time, observed: true, weight: 1 }));
const open = (...times: number[]): Duration[] =>
  times.map((time) => ({ time, observed: false, weight: 1 }));

describe('kaplanMeier', () => {
  it('keeps an open case at risk until it was last looked at', () => {
    // By hand: 4/5 after 1; 2 leaves censored; 4/5 · 2/3 after 3; 4 leaves censored; 0 after 5.
    const curve = kaplanMeier([...ended(1, 3, 5), ...open(2, 4)]);
    expect(curve.steps.map((step) => [step.time, step.atRisk])).toEqual([
      [1, 5],
      [2, 4],
      [3, 3],
      [4, 2],
      [5, 1],
    ]);
    const shares = curve.steps.map((step) => step.survival);
    for (const [at, share] of [0.8, 0.8, 8 / 15, 8 / 15, 0].entries()) {
      expect(shares[at]).toBeCloseTo(share, 12);
    }
    expect(curve).toMatchObject({ n: 5, observed: 3, longest: 5 });
  });

  it('bounds the curve on the log(-log) scale', () => {
    const first = kaplanMeier([...ended(1, 3, 5), ...open(2, 4)]).steps[0];
    expect(first?.lower).toBeCloseTo(0.2038, 4);
    expect(first?.upper).toBeCloseTo(0.9692, 4);
  });

  it('gives the same curve for weighted and for repeated cases', () => {
    const weighted = kaplanMeier([
      { time: 1, observed: true, weight: 2 },
      { time: 2, observed: false, weight: 3 },
    ]);
    expect(weighted).toEqual(kaplanMeier([...ended(1, 1), ...open(2, 2, 2)]));
  });
});

describe('survivalQuantile', () => {
  it('moves when one case that never closes is added', () => {
    const closed = ended(10, 20);
    expect(survivalQuantile(kaplanMeier(closed), 0.5)).toMatchObject({ value: 10 });
    const withOpen = kaplanMeier([...closed, ...open(500)]);
    expect(survivalQuantile(withOpen, 0.5)).toMatchObject({ value: 20, n: 3, observed: 2 });
  });

  it('says not reached, and beyond what, when too few cases have ended', () => {
    const curve = kaplanMeier([...ended(10), ...open(40, 60)]);
    expect(survivalQuantile(curve, 0.5)).toEqual({
      kind: 'not-reached',
      moreThan: 60,
      n: 3,
      observed: 1,
    });
  });

  it('leaves the upper end open where the data do not close it', () => {
    expect(survivalQuantile(kaplanMeier(ended(1, 2, 3, 4)), 0.9)).toMatchObject({
      value: 4,
      interval: { upper: 'open' },
    });
  });

  it('takes the smallest time with the share reached when nothing is open', () => {
    expect(survivalQuantile(kaplanMeier(ended(4, 1, 3, 2)), 0.5)).toMatchObject({ value: 2 });
    expect(survivalQuantile(kaplanMeier(ended(4, 1, 3, 2)), 0.95)).toMatchObject({ value: 4 });
  });

  it('has no data where there is no case', () => {
    expect(survivalQuantile(kaplanMeier([]), 0.5)).toEqual({ kind: 'no-data' });
  });
});

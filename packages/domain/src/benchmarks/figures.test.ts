import { describe, expect, it } from 'vitest';
import { withheldUnder } from './figure.ts';
import { judgeTarget } from './judge-target.ts';
import { poissonRate } from './poisson-rate.ts';
import { suppressCells } from './suppress-cells.ts';
import { wilsonRatio } from './wilson-ratio.ts';

const intervalOf = (figure: ReturnType<typeof wilsonRatio>) =>
  figure.kind === 'value' ? figure.interval : undefined;

describe('wilsonRatio', () => {
  it('matches the published interval of 8 in 10', () => {
    const figure = wilsonRatio(8, 10);
    expect(figure).toMatchObject({ value: 0.8, n: 10 });
    expect(intervalOf(figure)?.lower).toBeCloseTo(0.4902, 4);
    expect(intervalOf(figure)?.upper).toBeCloseTo(0.9433, 4);
  });

  it('does not claim certainty from three in three', () => {
    const figure = wilsonRatio(3, 3);
    expect(intervalOf(figure)?.lower).toBeCloseTo(0.4385, 4);
    expect(intervalOf(figure)?.upper).toBe(1);
  });

  it('has no data for nothing in nothing', () => {
    expect(wilsonRatio(0, 0)).toEqual({ kind: 'no-data' });
  });
});

describe('poissonRate', () => {
  it('matches the interval of ten events', () => {
    const figure = poissonRate(10, 1, 10);
    expect(intervalOf(figure)?.lower).toBeCloseTo(4.79, 2);
    expect(intervalOf(figure)?.upper).toBeCloseTo(18.39, 2);
  });

  it('admits three and a half events where none was seen', () => {
    expect(poissonRate(0, 100, 40)).toMatchObject({ value: 0, interval: { lower: 0 } });
    expect(intervalOf(poissonRate(0, 100, 40))?.upper).toBeCloseTo(0.0369, 4);
  });

  it('has no data without exposure', () => {
    expect(poissonRate(2, 0, 2)).toEqual({ kind: 'no-data' });
  });
});

describe('disclosure', () => {
  it('withholds a figure under the minimum cell, its sample size included', () => {
    expect(withheldUnder(wilsonRatio(9, 9), 10)).toEqual({ kind: 'withheld', minimumCell: 10 });
    expect(withheldUnder(wilsonRatio(9, 10), 10)).toMatchObject({ value: 0.9 });
  });

  it('hides a second cell, so that the total does not tell the first', () => {
    expect(suppressCells([40, 3, 12], 10)).toEqual([false, true, true]);
    expect(suppressCells([40, 3, 4], 10)).toEqual([false, true, true]);
    expect(suppressCells([40, 12], 10)).toEqual([false, false]);
  });
});

describe('judgeTarget', () => {
  const atMost5 = { comparison: '<=', value: 5 } as const;

  it('says when the interval leaves room for doubt', () => {
    const figure = { kind: 'value', value: 4, n: 20, observed: 20 } as const;
    expect(judgeTarget({ ...figure, interval: { lower: 3, upper: 4.5 } }, atMost5)).toEqual({
      reached: 'met',
      isCertain: true,
    });
    expect(judgeTarget({ ...figure, interval: { lower: 3, upper: 'open' } }, atMost5)).toEqual({
      reached: 'met',
      isCertain: false,
    });
  });

  it('counts a quantile not reached past the target as missed', () => {
    const open = { kind: 'not-reached', n: 3, observed: 1 } as const;
    expect(judgeTarget({ ...open, moreThan: 9 }, atMost5).reached).toBe('missed');
    expect(judgeTarget({ ...open, moreThan: 2 }, atMost5).reached).toBe('not-judged');
  });

  it('does not judge what is withheld', () => {
    expect(judgeTarget({ kind: 'withheld', minimumCell: 10 }, atMost5).reached).toBe('not-judged');
  });
});

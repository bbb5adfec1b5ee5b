import { describe, expect, test } from 'vitest';
import { agreement } from './agreement.ts';
import { capturedTotal } from './capture-recapture.ts';
import { clusteredRatio } from './clustered-ratio.ts';
import { type EndedBy, incidenceBy } from './cumulative-incidence.ts';
import { parityRatio } from './parity-ratio.ts';

type End = 'restored' | 'withdrawn';
const at = (time: number, end: End | undefined): EndedBy<End> => ({ time, end, weight: 1 });

describe('competing ends', () => {
  test('a withdrawal is an end and not a gap: it keeps the share restored down', () => {
    // 1/4 at 1; then 3/4 open, one of three withdraws; 1/2 open, one of two restored: 1/4 + 1/4.
    const cases = [at(1, 'restored'), at(2, 'withdrawn'), at(3, 'restored'), at(4, undefined)];
    const shares = [1, 2, 3, 4].map((time) => incidenceBy(cases, 'restored', time).incidence);
    expect(shares).toEqual([0.25, 0.25, 0.5, 0.5]);
  });

  test('at each time the ends and those still open make one', () => {
    const cases = [at(1, 'restored'), at(1, 'withdrawn'), at(2, undefined), at(5, 'withdrawn')];
    const last = (end: End): number => incidenceBy(cases, end, 5).incidence;
    expect(last('restored') + last('withdrawn')).toBeCloseTo(1, 12);
  });

  test('one case that never ends moves the result', () => {
    const closed = [at(1, 'restored'), at(2, 'restored')];
    const last = (cases: EndedBy<End>[]): number => incidenceBy(cases, 'restored', 90).incidence;
    expect(last(closed)).toBe(1);
    expect(last([...closed, at(90, undefined)])).toBeCloseTo(2 / 3, 12);
  });
});

describe('shares of people with several cases', () => {
  test('ten cases of one defender widen the interval beside ten of ten', () => {
    const one = [
      { hits: 10, n: 10 },
      { hits: 0, n: 10 },
    ];
    const many = Array.from({ length: 20 }, (_, n) => ({ hits: n % 2, n: 1 }));
    const width = (clusters: typeof one): number => {
      const figure = clusteredRatio(clusters);
      if (figure.kind !== 'value' || figure.interval.upper === 'open') return Number.NaN;
      return figure.interval.upper - figure.interval.lower;
    };
    expect(width(one)).toBeGreaterThan(1.5 * width(many));
  });

  test('where all agree, each person counts once', () => {
    const figure = clusteredRatio([
      { hits: 50, n: 50 },
      { hits: 50, n: 50 },
    ]);
    // Wilson at two of two: 2 / (2 + 3.8415).
    expect(figure).toMatchObject({ value: 1, interval: { upper: 1 } });
    expect(figure.kind === 'value' && figure.interval.lower).toBeCloseTo(0.3424, 4);
  });
});

describe('parity', () => {
  test('a group without a single hit beside one with hits has no upper end', () => {
    expect(parityRatio({ hits: 3, n: 10 }, { hits: 0, n: 10 }).kind).toBe('not-reached');
    expect(parityRatio({ hits: 0, n: 10 }, { hits: 0, n: 10 }).kind).toBe('no-data');
    expect(parityRatio({ hits: 0, n: 0 }, { hits: 1, n: 10 }).kind).toBe('no-data');
  });

  test('no hit in a group still bounds how much better it may be', () => {
    const figure = parityRatio({ hits: 0, n: 20 }, { hits: 10, n: 20 });
    // 1 - 0.025^(1/20) = 0.1684, over 0.5.
    expect(figure).toMatchObject({ value: 0, interval: { lower: 0 } });
    expect(figure.kind === 'value' && figure.interval.upper).toBeCloseTo(0.3369, 4);
  });
});

describe('campaigns that nobody saw', () => {
  test('the estimate adds them to what was seen', () => {
    // (20 + 1)(15 + 1)/(10 + 1) - 1 = 29.545; seen 25.
    const figure = capturedTotal({ detected: 20, reported: 15, both: 10 });
    expect(figure.kind === 'value' && figure.value).toBeCloseTo(29.545, 3);
    expect(figure.kind === 'value' && figure.interval.lower).toBeGreaterThan(25);
  });

  test('where reports name nothing new, nothing is added', () => {
    const figure = capturedTotal({ detected: 20, reported: 12, both: 12 });
    expect(figure).toMatchObject({ value: 20, interval: { lower: 20, upper: 20 } });
  });
});

test('two who always give the one answer show no agreement beyond chance', () => {
  expect(agreement([['confirmed', 'confirmed']]).kind).toBe('no-data');
});

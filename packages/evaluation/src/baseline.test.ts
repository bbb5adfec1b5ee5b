import { describe, expect, it } from 'vitest';
import { againstBaseline, baselineOf } from './baseline.ts';
import type { Metric } from './section.ts';

const metric = (value: number): Metric => ({
  value,
  low: 0,
  high: 1,
  sample: 10,
  unit: 'ratio',
  interval: 'Wilson',
  better: 'higher',
  floor: 0.9,
});
const before = (value: number, low = value - 0.05) =>
  baselineOf({
    policyHash: 'p',
    ranAt: '2026-01-01T00:00:00.000Z',
    metrics: { recall: { ...metric(value), low } },
  });

describe('the record', () => {
  it('lets nothing get worse than the worse end of its interval', () => {
    expect(againstBaseline({ recall: metric(0.6) }, before(0.7))).toHaveLength(1);
    expect(againstBaseline({ recall: metric(0.66) }, before(0.7))).toEqual([]);
    expect(againstBaseline({ recall: metric(0.92) }, before(1))).toHaveLength(1);
  });

  it('lets no floor break that held, however wide the interval', () => {
    expect(againstBaseline({ recall: metric(0.89) }, before(0.95, 0.5))).toHaveLength(1);
    expect(againstBaseline({ recall: metric(0.91) }, before(0.95, 0.5))).toEqual([]);
  });

  it('misses what is not measured any more', () => {
    expect(againstBaseline({}, before(0.7))).toEqual(['recall is not measured any more']);
    expect(againstBaseline({}, before(Number.NaN))).toEqual([]);
  });
});

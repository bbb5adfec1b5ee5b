import { describe, expect, it } from 'vitest';
import { againstBaseline } from './baseline.ts';
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
const recorded = (value: number | null) => ({
  policyHash: 'p',
  recordedAt: '2026-01-01T00:00:00.000Z',
  metrics: { recall: value },
});

describe('the record', () => {
  it('lets nothing broken get worse', () => {
    expect(againstBaseline({ recall: metric(0.6) }, recorded(0.7))).toEqual(['recall 0.6 was 0.7']);
    expect(againstBaseline({ recall: metric(0.7) }, recorded(0.7))).toEqual([]);
  });

  it('lets no floor break that held', () => {
    expect(againstBaseline({ recall: metric(0.89) }, recorded(0.95))).toHaveLength(1);
    expect(againstBaseline({ recall: metric(0.91) }, recorded(0.95))).toEqual([]);
  });

  it('misses what is not measured any more', () => {
    expect(againstBaseline({}, recorded(0.7))).toEqual(['recall is not measured any more']);
  });
});

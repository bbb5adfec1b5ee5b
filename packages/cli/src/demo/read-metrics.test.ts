import { expect, it } from 'vitest';
import { parseMetrics, sumOf } from './read-metrics.ts';

it('sums the samples of one metric whose labels fit', () => {
  const samples = parseMetrics(
    [
      '# TYPE dropped counter',
      'dropped_total{reason="duplicate",topic="a"} 3',
      'dropped_total{reason="duplicate",topic="b"} 4 1700000000',
      'dropped_total{reason="not-a-defender"} 1e3',
      'other_total 9',
    ].join('\n'),
  );
  expect(sumOf(samples, 'dropped_total')).toBe(1007);
  expect(sumOf(samples, 'dropped_total', { reason: 'duplicate' })).toBe(7);
  expect(sumOf(samples, 'absent_total')).toBe(0);
});

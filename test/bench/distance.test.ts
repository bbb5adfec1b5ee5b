import { expect, test } from 'vitest';
import { criticalDistance, distanceOf, percentile } from './distance.ts';

test('equal samples are not apart, separate ones wholly', () => {
  expect(distanceOf([1, 2, 3], [3, 2, 1])).toBe(0);
  expect(distanceOf([1, 2], [3, 4])).toBe(1);
  expect(distanceOf([1, 2, 3, 4], [3, 4, 5, 6])).toBe(0.5);
  expect(criticalDistance(200, 200)).toBeCloseTo(0.1628, 4);
});

test('a percentile is a value that was measured', () => {
  expect(percentile([5, 1, 9, 7], 0.5)).toBe(7);
  expect(percentile([5, 1, 9, 7], 0.99)).toBe(9);
});

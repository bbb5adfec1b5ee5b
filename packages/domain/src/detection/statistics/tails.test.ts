import { expect, test } from 'vitest';
import { logGamma, negativeBinomialSurprise, poissonSurprise } from './tails.ts';

test('log gamma matches factorials', () => {
  expect(logGamma(6)).toBeCloseTo(Math.log(120), 10);
});

test('tails match figures computed elsewhere', () => {
  // P(X >= 10) for Poisson(2) is 4.6498e-5.
  expect(poissonSurprise(10, 2)).toBeCloseTo(4.3326, 3);
  // Mean 2, size 1 is geometric with q = 2/3: P(X >= 10) = (2/3)^10.
  expect(negativeBinomialSurprise(10, 2, 1)).toBeCloseTo(1.7609, 3);
});

test('what does not exceed the mean is no surprise', () => {
  expect(negativeBinomialSurprise(3, 5, 2)).toBe(0);
});

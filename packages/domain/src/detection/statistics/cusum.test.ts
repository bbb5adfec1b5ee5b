import { expect, test } from 'vitest';
import { cusumStep } from './cusum.ts';

const RULES = { ratio: 3, size: 2, sumMax: 13 };

function after(hours: number, count: number): number {
  let sum = 0;
  for (let hour = 0; hour < hours; hour += 1) {
    sum = cusumStep(sum, { count, expected: 0.2 }, RULES);
  }
  return sum;
}

test('the usual rate adds nothing, three times the usual alarms within two days', () => {
  expect(after(500, 0.2)).toBe(0);
  expect(after(48, 0.6)).toBeGreaterThan(8.9);
});

test('the sum is bounded, so that it ends with its cause', () => {
  expect(after(1_000, 3)).toBe(13);
});

test('an hour in which nothing was seen leaves an empty sum empty, whatever was expected', () => {
  for (const expected of [0, 0.001, 0.2, 40]) {
    expect(cusumStep(0, { count: 0, expected }, RULES)).toBe(0);
    expect(cusumStep(1e-3, { count: 0, expected }, RULES)).toBeLessThanOrEqual(1e-3);
  }
});

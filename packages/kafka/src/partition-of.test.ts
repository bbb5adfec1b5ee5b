import { expect, test } from 'vitest';
import { partitionOf } from './partition-of.ts';

test('a key goes to the same partition for ever', () => {
  const keys = ['d_AAAAAAAAAAAAAAAAAAAAAA', 'd_BBBBBBBBBBBBBBBBBBBBBB', 'alice', 'account-4711'];
  expect(keys.map((key) => partitionOf(key, 4))).toEqual([0, 0, 1, 3]);
});

test('the map is the one of the Java client', () => {
  // murmur2("21") is -973932308, a vector of the Java client's own tests.
  expect(partitionOf('21', 7)).toBe((-973932308 & 0x7fffffff) % 7);
});

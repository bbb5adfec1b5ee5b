import { expect, it } from 'vitest';
import { spreadOf } from './statistics.ts';

it('takes the middle of an odd and the mean of the two middles of an even number of rounds', () => {
  expect(spreadOf([9, 1, 5])).toEqual({ median: 5, least: 1, most: 9, rounds: 3 });
  expect(spreadOf([4, 1, 2, 9]).median).toBe(3);
});

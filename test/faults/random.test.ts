import { expect, it } from 'vitest';
import { createRandom } from './random.ts';

it('repeats a run from its seed, and differs with another', () => {
  const draw = (seed: number): readonly number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => random.between(0, 1_000));
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

it('keeps to its bounds and loses nothing', () => {
  const random = createRandom(3);
  const drawn = Array.from({ length: 200 }, () => random.between(2, 4));
  expect(new Set(drawn)).toEqual(new Set([2, 3, 4]));
  expect([...random.shuffled([1, 2, 3, 4, 5])].sort()).toEqual([1, 2, 3, 4, 5]);
});

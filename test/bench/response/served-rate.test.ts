import { expect, test } from 'vitest';
import { hasQueue, highestServed } from './served-rate.ts';

test('waits that grow from the first to the last are a queue', () => {
  expect(hasQueue([100, 110, 300, 500, 700, 900])).toBe(true);
});

test('waits that stay as they are make none, whatever one of them takes', () => {
  expect(hasQueue([100, 110, 900, 105, 120, 110])).toBe(false);
});

test('the highest rate is the last one before the first queue', async () => {
  const served = await highestServed(
    () => [],
    async (_, perSecond) => (perSecond > 4 ? [10, 20, 900] : [30, 30, 30]),
  );
  expect(served).toEqual({ perSecond: 4, commandP50Ms: 30, commandP99Ms: 30 });
});

import { expect, test } from 'vitest';
import { giveWay } from './give-way.ts';

/** A look each 100 ms of a clock of its own, and what the others are behind by then. */
function waitFor(lagAt: (ms: number) => number | undefined, isStaleAt = Number.POSITIVE_INFINITY) {
  let now = 0;
  let signs = 0;
  const before = giveWay({
    lag: () => lagAt(now),
    now: () => now,
    wait: async (ms) => {
      now += ms;
    },
  });
  const batch = {
    isStale: () => now >= isStaleAt,
    heartbeat: async () => {
      signs += 1;
    },
  };
  return async () => {
    await before(batch);
    return { now, signs };
  };
}

test('a batch waits until the others are there and near the head, and says that it lives', async () => {
  const wait = waitFor((ms) => (ms < 300 ? undefined : 2_000 - ms));
  expect(await wait()).toEqual({ now: 1_000, signs: 10 });
});

test('whoever caught up once is not waited for again', async () => {
  const wait = waitFor((ms) => (ms === 0 ? 0 : 5_000));
  await wait();
  expect(await wait()).toEqual({ now: 0, signs: 0 });
});

test('nobody waits for more than a minute after the start', async () => {
  expect(await waitFor(() => 5_000)()).toEqual({ now: 60_000, signs: 600 });
});

test('a batch that was taken away waits no longer', async () => {
  expect(await waitFor(() => 5_000, 200)()).toEqual({ now: 200, signs: 2 });
});

import { setTimeout as delay } from 'node:timers/promises';
import type { SourceBatch } from '@hrd-shield/pipeline';

export interface GiveWayDeps {
  /** Records that the others are behind; undefined while they are not there yet. */
  readonly lag: () => number | undefined;
  /** Never goes back, ms. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** So near the head of their log the others need no help any more, records. */
const NEAR_RECORDS = 1_000;
/** Longest way that is given after a start, ms: whoever never catches up must not silence others. */
const GIVE_MS_MAX = 60_000;
const LOOK_MS = 100;
const NODE_TIME = { now: () => performance.now(), wait: (ms: number) => delay(ms) };

/**
 * After a start the states of the defenders come before the stages across them: what a defender
 * shows by itself is decided first, and a hint that comes a little later changes nothing of it. The
 * batch that waits keeps its place in the group.
 *
 * @param deps whose lag is watched; time is that of the process unless given
 * @returns what a batch waits for
 */
export function giveWay(
  deps: Pick<GiveWayDeps, 'lag'> & Partial<GiveWayDeps>,
): (batch: Pick<SourceBatch, 'heartbeat' | 'isStale'>) => Promise<void> {
  const { lag, now, wait } = { ...NODE_TIME, ...deps };
  const until = now() + GIVE_MS_MAX;
  let isOver = false;
  return async (batch) => {
    while (!isOver && !batch.isStale()) {
      isOver = (lag() ?? Number.POSITIVE_INFINITY) <= NEAR_RECORDS || now() >= until;
      if (isOver) return;
      await wait(LOOK_MS);
      await batch.heartbeat();
    }
  };
}

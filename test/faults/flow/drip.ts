import { setTimeout as delay } from 'node:timers/promises';
import type { FlowCrew } from './flow-crew.ts';
import { mention } from './mention.ts';

const EACH = 4;
const EVERY_MS = 250;
/** Of one drip: so many that no fault of the list outlasts it. */
const ROUNDS_MAX = 2_000;
const ACTORS = 200;

/** Events of one defender keep coming while something is done: a fault meets work on its way. */
export async function whileDripping<T>(
  { load, pipeline }: Pick<FlowCrew, 'load' | 'pipeline'>,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const at = load.reachedAt();
  const key = load.defenders[0] ?? '';
  let isOver = false;
  const dripping = (async () => {
    for (let round = 0; !isOver && round < ROUNDS_MAX; round += 1) {
      const events = Array.from({ length: EACH }, (_, n) =>
        mention({
          id: `drip-${name}-${at}-${round}-${n}`,
          at: at + round,
          key,
          actor: `account-of-a-drip-${(round * EACH + n) % ACTORS}`,
        }),
      );
      await load.add(events, pipeline);
      await delay(EVERY_MS);
    }
  })();
  try {
    return await work();
  } finally {
    isOver = true;
    await dripping;
  }
}

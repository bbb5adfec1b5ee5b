import { setTimeout as delay } from 'node:timers/promises';
import type { InvariantEntry } from '../suite.ts';

/** What was asked of the platform in the last moment is answered, asked again or given up within this. */
const SETTLED_MS_MAX = 90_000;
const LOOK_AGAIN_MS = 2_000;

/**
 * A case still works on what came last when every log is drained. So the ledger is asked again while
 * anything is wrong: what is late comes, and what is lost or doubled stays so.
 * @param ask reads the books anew each time
 */
export async function askUntilSettled(
  ask: () => Promise<readonly InvariantEntry[]>,
): Promise<readonly InvariantEntry[]> {
  const endsAt = performance.now() + SETTLED_MS_MAX;
  for (;;) {
    const found = await ask();
    if (found.every(({ ok }) => ok) || performance.now() > endsAt) return found;
    await delay(LOOK_AGAIN_MS);
  }
}

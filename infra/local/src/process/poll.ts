import { setTimeout as delay } from 'node:timers/promises';

/** How long and how often to ask. */
export interface PollBounds {
  readonly timeoutMs: number;
  readonly intervalMs: number;
}

/**
 * Asks until the answer is true or the time is over.
 * @returns whether it became true; a question that throws ends the polling.
 */
export async function poll(
  question: () => Promise<boolean> | boolean,
  bounds: PollBounds,
): Promise<boolean> {
  const deadline = performance.now() + bounds.timeoutMs;
  for (;;) {
    if (await question()) return true;
    if (performance.now() >= deadline) return false;
    await delay(bounds.intervalMs);
  }
}

import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Waits for something to be so.
 * @param what named in the error
 * @param look returns what was waited for, or undefined
 * @param timeoutMs bound
 * @throws RangeError when it is not so within the bound; it tells what was last seen
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 90_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && (found as unknown) !== false) return found;
    if (performance.now() > deadline) {
      throw new RangeError(`${what}: not within ${timeoutMs} ms`);
    }
    await delay(POLL_MS);
  }
}

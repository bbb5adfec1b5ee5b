import { setTimeout as delay } from 'node:timers/promises';
import { ShieldError } from '@hrd-shield/contracts';

const POLL_MS = 200;

/**
 * Waits for something to be so.
 * @throws ShieldError `stack.not-ready` naming `what` when it is not so within the bound
 */
export async function until(
  what: string,
  look: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await look())) {
    if (performance.now() > deadline) {
      throw new ShieldError('stack.not-ready', { detail: `${what}: not within ${timeoutMs} ms` });
    }
    await delay(POLL_MS);
  }
}

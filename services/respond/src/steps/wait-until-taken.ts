import { ShieldError } from '@hrd-shield/contracts';

/** How work waits for a server that is away. */
export interface Patience {
  /** Resolves after `ms`, or at once when the service stops. */
  readonly wait: (ms: number) => Promise<void>;
  /** True when the service stops: the work is done again by whoever takes over. */
  readonly isOver: () => boolean;
  /** Told before each further attempt. */
  readonly onRetry: (attempt: number, waitMs: number, fault: ShieldError) => void;
}

const WAIT_MIN_MS = 100;
const WAIT_MAX_MS = 5_000;

/**
 * Tries until the server has taken the work. Attempts are not counted out, since a signal is never
 * given up: the bound is the retention of the log, and the lag is visible.
 * @throws ShieldError at once when it is not retryable; the last fault when the service stops
 */
export async function waitUntilTaken<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (fault) {
      const canWait = fault instanceof ShieldError && fault.retryable && !patience.isOver();
      if (!canWait) throw fault;
      const waitMs = Math.min(WAIT_MAX_MS, WAIT_MIN_MS * 2 ** Math.min(attempt - 1, 10));
      patience.onRetry(attempt, waitMs, fault);
      await patience.wait(waitMs);
    }
  }
}

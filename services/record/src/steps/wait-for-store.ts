import { ShieldError } from '@hrd-shield/contracts';

/** How work waits for a store that is away. */
export interface PatienceOptions {
  /** Resolves after `ms`, or at once when the service stops. */
  readonly wait: (ms: number) => Promise<void>;
  /** True when the work is no longer ours: the partition went away, or the service stops. */
  readonly isOver: () => boolean;
  /** Before each further attempt. */
  readonly onRetry: (attempt: number, waitMs: number, fault: ShieldError) => Promise<void>;
}

const WAIT_MIN_MS = 250;
const WAIT_MAX_MS = 10_000;

/**
 * Tries until the store has answered. There is no bound on attempts, since outcomes are
 * never given up: the bound is the retention of the topic, and the lag is visible.
 * @throws ShieldError `clickhouse.refused` at once; the last fault when the work is over
 */
export async function waitForStore(
  work: () => Promise<void>,
  options: PatienceOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (fault) {
      const canWait = fault instanceof ShieldError && fault.retryable && !options.isOver();
      if (!canWait) throw fault;
      const waitMs = Math.min(WAIT_MAX_MS, WAIT_MIN_MS * 2 ** Math.min(attempt - 1, 16));
      await options.onRetry(attempt, waitMs, fault);
      await options.wait(waitMs);
    }
  }
}

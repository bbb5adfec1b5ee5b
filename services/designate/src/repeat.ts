import { ShieldError } from '@hrd-shield/contracts';
import type { Logger } from '@hrd-shield/runtime';

export interface RepeatOptions {
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Name of the round in the log. */
  readonly step: string;
  readonly round: () => Promise<void>;
}

/** Longest pause after faults of a server, ms. */
const MAX_PAUSE_MS = 30_000;

/**
 * Does a round again and again until stopped. A server that is away is waited for with growing
 * pauses; any other fault ends the loop.
 * @returns resolves after the last round; whether the last round went well is `isHealthy`
 */
export function repeat(options: RepeatOptions): {
  readonly ended: Promise<void>;
  isHealthy(): boolean;
} {
  const { everyMs, signal, logger, step, round } = options;
  let failures = 0;
  async function loop(): Promise<void> {
    while (!signal.aborted) {
      try {
        await round();
        failures = 0;
      } catch (error) {
        if (!(error instanceof ShieldError) || !error.retryable) throw error;
        failures += 1;
        logger.warn(
          'a server is away; the round is tried again',
          { step, attempt: failures },
          error,
        );
      }
      await pause(Math.min(MAX_PAUSE_MS, everyMs * 2 ** Math.min(failures, 10)), signal);
    }
  }
  return { ended: loop(), isHealthy: () => failures === 0 };
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal.addEventListener('abort', end, { once: true });
  });
}

import { type ErrorCode, InvariantError, invariant, ShieldError } from '@hrd-shield/contracts';
import { unavailable } from './connection.ts';

export interface SessionEvents {
  /** The broker answered: it took a join or a heartbeat, or gave records. */
  onHeard(): void;
  /** The handler, the broker or an assignment failed; the session goes on by itself. */
  onFault(fault: ShieldError): void;
  /** The session is dead and must be replaced, or given up when `fatal`. */
  onDead(cause: ShieldError, fatal: boolean): void;
}

/** Who was never let in is not by another try: settings are read once, at the start. */
const FINAL: readonly ErrorCode[] = [
  'kafka.gave-up',
  'kafka.offset-gap',
  'kafka.refused',
  'kafka.untrusted',
];

/** What no waiting mends: the process ends and its supervisor decides. */
export function isFatal(error: unknown): boolean {
  if (error instanceof InvariantError) return true;
  return error instanceof ShieldError && FINAL.includes(error.code);
}

/** Why a reader ends for good, as a fault that no retry mends. */
export function finalOf(cause: ShieldError): ShieldError {
  if (!cause.retryable) return cause;
  return new ShieldError('kafka.gave-up', { cause, detail: cause.message });
}

/** What a handler or the client threw, as a fault of the log. */
export function asFault(error: unknown): ShieldError {
  invariant(error !== undefined, 'a rejection has a reason');
  return unavailable(error);
}

/**
 * A batch was handled when the group may have given its partition away, and had not. It comes again:
 * whoever keeps a state must take the assignment anew.
 */
export function inDoubt(): ShieldError {
  const detail = 'a batch took longer than the group waits for a sign of life';
  return new ShieldError('kafka.unavailable', { detail });
}

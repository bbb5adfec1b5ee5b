import { ERROR_CODES, type ErrorCode } from '@hrd-shield/contracts/pure';
import { ApplicationFailure } from '@temporalio/workflow';

/** Refuses an update with its code, if there is one; for validators, which leave no history. */
export function refuseWith(code: ErrorCode | undefined): void {
  if (code === undefined) return;
  const { meaning } = ERROR_CODES[code];
  throw ApplicationFailure.create({ type: code, message: meaning, nonRetryable: true });
}

import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';

/**
 * What an activity throws to be called again after a while: the server keeps the time, so that
 * neither a worker nor its end matters to the wait. To wait is no fault: nobody is warned of it.
 *
 * @param waitMs ms
 */
export function tryAgainAfter(waitMs: number): Error {
  return ApplicationFailure.create({
    type: 'waits',
    message: 'it is not the time for it yet',
    nextRetryDelay: waitMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

import type { ActivityOptions } from '@temporalio/workflow';

const RETRIED: ActivityOptions = {
  startToCloseTimeout: '20 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    backoffCoefficient: 2,
    maximumInterval: '15 seconds',
  },
};

/**
 * How activities are called, tried again without end: first what acts on the platform, then what
 * reaches people, then what writes down. Within a rank the server shares by defender.
 */
export const ACTING: ActivityOptions = { ...RETRIED, priority: { priorityKey: 1 } };
/** Second rank: what reaches people. */
export const TELLING: ActivityOptions = { ...RETRIED, priority: { priorityKey: 2 } };
/** Last rank: what writes down. */
export const WRITING: ActivityOptions = { ...RETRIED, priority: { priorityKey: 4 } };

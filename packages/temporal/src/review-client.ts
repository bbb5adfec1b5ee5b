import { type DefenderRef, REVIEW_DESIGNATION, reviewWorkflowId } from '@hrd-shield/contracts';
import { TypedSearchAttributes } from '@temporalio/common';
import type { TemporalConnection } from './connect.ts';
import { SHIELD_KIND } from './search-attributes.ts';
import { toShieldError } from './to-shield-error.ts';

/** What the registry says to the clocks of designations. */
export interface ReviewClient {
  /** Starts the clock of a designation, or has it look now. @throws ShieldError `temporal.*` */
  look(ref: DefenderRef): Promise<void>;
}

/** @param taskQueue where the workers of designations wait */
export function createReviewClient(to: TemporalConnection, taskQueue: string): ReviewClient {
  return {
    look: async (ref) => {
      try {
        await to.client.workflow.signalWithStart(REVIEW_DESIGNATION.workflow, {
          workflowId: reviewWorkflowId(ref),
          taskQueue,
          args: [{ ref }],
          signal: REVIEW_DESIGNATION.changed,
          signalArgs: [],
          typedSearchAttributes: new TypedSearchAttributes([
            { key: SHIELD_KIND, value: 'designation' },
          ]),
        });
      } catch (error) {
        throw toShieldError(error);
      }
    },
  };
}

import { type DefenderRef, REVIEW_DESIGNATION } from '@hrd-shield/contracts/pure';
import { defineSignal } from '@temporalio/workflow';

/** Argument of the workflow. */
export interface ReviewDesignationInput {
  readonly ref: DefenderRef;
}

/** The registry has new facts: look now instead of at the next deadline. */
export const designationChanged = defineSignal(REVIEW_DESIGNATION.changed);

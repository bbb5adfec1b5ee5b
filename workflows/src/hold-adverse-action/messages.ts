import { HOLD_ADVERSE_ACTION, type HoldDecision } from '@hrd-shield/contracts/pure';
import type { HoldLife, HoldSubject } from '@hrd-shield/domain/hold';
import { defineQuery, defineUpdate } from '@temporalio/workflow';

/** Argument of the workflow: everything that it will ever need to know. */
export interface HoldAdverseActionInput {
  readonly about: HoldSubject;
}

/**
 * A person refuses or allows: one refusal settles it, permission needs two;
 * `refusalOfHoldDecision` says who may not.
 */
export const decideHoldUpdate = defineUpdate<HoldLife['state'], [HoldDecision]>(
  HOLD_ADVERSE_ACTION.decideHold,
);
/** How it stands. */
export const viewHold = defineQuery<HoldLife>(HOLD_ADVERSE_ACTION.view);

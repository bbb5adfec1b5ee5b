import { HOLD_ADVERSE_ACTION, type HoldDecision } from '@hrd-shield/contracts/pure';
import type { HoldLife, HoldSubject } from '@hrd-shield/domain/hold';
import { defineQuery, defineUpdate } from '@temporalio/workflow';

/** Argument of the workflow: everything that it will ever need to know. */
export interface HoldAdverseActionInput {
  readonly about: HoldSubject;
}

export const decideHoldUpdate = defineUpdate<HoldLife['state'], [HoldDecision]>(
  HOLD_ADVERSE_ACTION.decideHold,
);
export const viewHold = defineQuery<HoldLife>(HOLD_ADVERSE_ACTION.view);

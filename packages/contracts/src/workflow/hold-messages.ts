import type { HoldId, ResponderRef, Sealed } from '../ids.ts';

/** Names that client and workflow share. */
export const HOLD_ADVERSE_ACTION = {
  workflow: 'holdAdverseAction',
  decideHold: 'decideHold',
  view: 'view',
} as const;

/** The random part alone: the id says nothing about action or account. */
export function holdWorkflowId(hold: HoldId): string {
  return `hold:${hold.slice('h_'.length)}`;
}

/** What an approver may say of the action. */
export const HOLD_OPTIONS = ['allow', 'refuse'] as const;
export type HoldOption = (typeof HOLD_OPTIONS)[number];

/** Argument of `decideHold`; the principal comes from the token. */
export interface HoldDecision {
  readonly responder: ResponderRef;
  readonly scripted: boolean;
  readonly option: HoldOption;
  /** Codes of `DECISION_REASONS`, joined by commas. */
  readonly reason: string;
  readonly note?: Sealed;
  /** The approver has declared a conflict of interest. */
  readonly hasConflict?: boolean;
}

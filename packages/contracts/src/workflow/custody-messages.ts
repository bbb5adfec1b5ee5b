import { deriveId } from '../derive-id.ts';
import type { CaseId, DefenderRef, MeasureName } from '../ids.ts';
import type { ProtectionAck } from '../internal/protection.ts';

/** Names that client and workflow share. */
export const CUSTODY_PROTOCOL = {
  workflow: 'custodyProtocol',
  begin: 'beginCustody',
  checkIn: 'checkIn',
  end: 'endCustody',
  receiveAck: 'receiveAck',
  view: 'view',
} as const;

/**
 * One protocol a defender: a second SOS finds the one that runs. Built of a pseudonym alone, since
 * whoever keeps the workflow server running reads ids.
 */
export function custodyWorkflowId(defender: DefenderRef): string {
  return `custody:${defender}`;
}

/** Under which commands and acks of the protocol run; one for each time that it is started. */
export function custodyCaseId(defender: DefenderRef, round: number): CaseId {
  return deriveId('k', 'custody', defender, round) as CaseId;
}

/** Argument of the workflow: agreed to beforehand, by the registry's own record. */
export interface CustodySubject {
  readonly defender: DefenderRef;
  /** Times the protocol was started before. */
  readonly round: number;
  /** By when the defender checks in; absent: an SOS began it at once. Epoch ms. */
  readonly checkInBy?: number;
  /** How long after a check-in the next one is due, ms. */
  readonly checkInEveryMs?: number;
  readonly rules: CustodyRules;
}

/** What is done and how long to wait; durations in ms. @source rules/custody.yaml */
export interface CustodyRules {
  readonly hash: string;
  readonly measures: readonly MeasureName[];
  /** A command without an answer is sent again after this long. */
  readonly answerMs: number;
  /** Times that a command is sent before people are told that it does not hold. */
  readonly attempts: number;
  /** People are told again as often while somebody may be held. */
  readonly remindMs: number;
  /** A measure is renewed before it ends by itself on the platform. */
  readonly lifetimeMs: number;
}

/** Argument of `endCustody`: the registry has compared the proof, the workflow never sees it. */
export interface CustodyEnd {
  readonly isSafetyProved: boolean;
}

/** Argument of `receiveAck`. */
export type CustodyAck = Pick<ProtectionAck, 'command' | 'instance' | 'status'>;

import type {
  Boxed,
  CampaignId,
  CaseId,
  DefenderRef,
  MeasureRef,
  ResponderRef,
  SignalId,
  TaskId,
} from '../ids.ts';
import type { ProtectionAck } from '../internal/protection.ts';
import type { Threat, Tier, Verdict } from '../vocabulary.ts';

/** Names that client and workflow share. */
export const PROTECT_DEFENDER = {
  workflow: 'protectDefender',
  receiveSignals: 'receiveSignals',
  receiveAck: 'receiveAck',
  claimTask: 'claimTask',
  decideTask: 'decideTask',
  endMeasure: 'endMeasure',
  withdrawConsent: 'withdrawConsent',
  view: 'view',
} as const;

/** One entity workflow per defender. */
export function protectDefenderWorkflowId(defender: DefenderRef): string {
  return `protect:${defender}`;
}

/** What the workflow needs of a signal: small, pseudonymous, no evidence. */
export interface SignalBrief {
  readonly id: SignalId;
  readonly revision: number;
  readonly campaign: CampaignId;
  readonly threat: Threat;
  readonly threats: readonly Threat[];
  readonly tier: Tier;
  readonly score: number;
  readonly inauthentic: boolean;
  readonly directHarm: boolean;
  /** Event time, epoch ms. */
  readonly firstEventAt: number;
  readonly eventAt: number;
  readonly eventCount: number;
  readonly actorCount: number;
  readonly policyHash: string;
  /** Boxed handles of listed actors, at most 1,024. */
  readonly actors: readonly Boxed[];
}

/** What protection may do for this defender; from the protection part of the designation. */
export interface DefenderProfile {
  readonly defender: DefenderRef;
  readonly account: Boxed;
  readonly allowedMeasures: readonly string[];
  readonly language: string;
  readonly designationVersion: number;
}

/** Argument of `receiveSignals`; the update id is the hash of the sorted signal ids. */
export interface SignalDelivery {
  readonly signals: readonly SignalBrief[];
  readonly profile: DefenderProfile;
}

/** Argument of `receiveAck`. */
export type AckDelivery = ProtectionAck;

/** Argument of `claimTask`; the principal comes from the token, never from a flag. */
export interface TaskClaim {
  readonly task: TaskId;
  readonly responder: ResponderRef;
  readonly scripted: boolean;
}

/** Argument of `decideTask`. */
export interface TaskDecision {
  readonly task: TaskId;
  readonly responder: ResponderRef;
  readonly scripted: boolean;
  readonly option: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Evidence version that the responder saw. */
  readonly evidenceVersion: number;
}

/** Argument of `endMeasure`: the defender refuses or ends a measure. */
export interface MeasureEnd {
  readonly instance: MeasureRef;
  readonly by: 'defender' | 'responder';
}

/** A refusal that a validator gives: an error code and nothing about the defender. */
export interface TaskView {
  readonly id: TaskId;
  readonly case: CaseId;
  readonly question: string;
  readonly options: readonly string[];
  readonly state: 'open' | 'claimed' | 'decided' | 'overdue';
  readonly claimedBy?: ResponderRef;
  readonly evidenceVersion: number;
  readonly openedAt: number;
  readonly dueAt: number;
}

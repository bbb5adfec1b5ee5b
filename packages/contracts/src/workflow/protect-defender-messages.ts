import type {
  Boxed,
  CampaignId,
  CaseId,
  DefenderRef,
  MeasureRef,
  ResponderRef,
  Sealed,
  SignalId,
  TaskId,
} from '../ids.ts';
import type { ProtectionAck } from '../internal/protection.ts';
import type {
  Clearance,
  DecisionReason,
  PassReason,
  ResponderRole,
  Threat,
  Tier,
  Verdict,
} from '../vocabulary.ts';
import type { CrisisWindow } from './crisis-window.ts';

/** Names that client and workflow share. */
export const PROTECT_DEFENDER = {
  workflow: 'protectDefender',
  receiveSignals: 'receiveSignals',
  receiveAck: 'receiveAck',
  claimTask: 'claimTask',
  decideTask: 'decideTask',
  handOverTask: 'handOverTask',
  contactTask: 'contactTask',
  passTask: 'passTask',
  undoTask: 'undoTask',
  endMeasure: 'endMeasure',
  extendMeasure: 'extendMeasure',
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
  /** Those of `actors` that nothing automatic may touch: a person decides about them. */
  readonly spared?: readonly Boxed[];
}

/** What protection may do for this defender; from the protection part of the designation. */
export interface DefenderProfile {
  readonly defender: DefenderRef;
  readonly account: Boxed;
  readonly allowedMeasures: readonly string[];
  readonly language: string;
  /** What a responder may have a conflict of interest with; coded words, few. */
  readonly conflicts?: readonly string[];
  /** Coarse country, ISO 3166-1 alpha-2, as far as known: quotas and crises go by it. */
  readonly country?: string;
  /** Whether a session or a delegate was tried and stays a way in; absent when nobody knows. */
  readonly safePath?: 'tested' | 'none';
  readonly designationVersion: number;
}

/**
 * What holds beyond this defender when signals are delivered: automatic measures that touch others
 * wait for a person while they are stopped or their breaker is open.
 */
export interface DeliveryConditions {
  /** Stopped by a person: names of measures, or `*` for all that touch others. */
  readonly stopped: readonly string[];
  /** Measures whose breaker or quota of the region has tripped. */
  readonly tripped: readonly string[];
  /** Declared crises that are not over. */
  readonly crises: readonly CrisisWindow[];
}

/** Argument of `receiveSignals`; the update id is the hash of the sorted signal ids. */
export interface SignalDelivery {
  readonly signals: readonly SignalBrief[];
  readonly profile: DefenderProfile;
  readonly conditions?: DeliveryConditions;
}

/** Argument of `receiveAck`. */
export type AckDelivery = ProtectionAck;

/** What a responder can be asked, as the token and the shift say; never as typed. */
export interface ResponderSeat {
  readonly role: ResponderRole;
  readonly languages: readonly string[];
  readonly skills: readonly string[];
  readonly clearance: Clearance;
  /** Declared conflicts of interest: coded words. */
  readonly conflicts: readonly string[];
  /** The exposure budget of the shift is spent. */
  readonly exposureSpent: boolean;
}

/** Who acts on which task; the principal comes from the token, never from a flag. */
export interface TaskAct {
  readonly task: TaskId;
  readonly responder: ResponderRef;
  readonly scripted: boolean;
  readonly seat?: ResponderSeat;
}

/** Argument of `claimTask`. */
export type TaskClaim = TaskAct;

/** Argument of `handOverTask`: the claim goes to somebody else, with a fresh lease. */
export interface TaskHandOver extends TaskAct {
  readonly to: ResponderRef;
  /** What the next one has to know, sealed under the data key of the defender. */
  readonly note?: Sealed;
}

/** Argument of `contactTask`: the defender or a delegate was spoken to, which stops the clock. */
export interface TaskContact extends TaskAct {
  readonly channel: ContactChannel;
  readonly note?: Sealed;
}

/** How somebody was reached; never the address. */
export const CONTACT_CHANNELS = ['call', 'message', 'mail', 'in-person', 'delegate'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** Argument of `passTask`: back to the rota, for a reason that is told as a coverage gap. */
export interface TaskPass extends TaskAct {
  readonly reason: PassReason;
}

/** Argument of `undoTask`. */
export interface TaskUndo extends TaskAct {
  readonly reasons: readonly DecisionReason[];
}

/** Argument of `decideTask`. */
export interface TaskDecision extends TaskAct {
  readonly option: string;
  readonly verdict: Verdict;
  /** Codes of `DECISION_REASONS`, joined by commas. */
  readonly reason: string;
  /** Free text, sealed under the data key of the defender. */
  readonly note?: Sealed;
  /** Evidence version that the responder saw. */
  readonly evidenceVersion: number;
  /** SHA-256 of what was shown when the decision was made. */
  readonly shownHash?: string;
}

/** Argument of `endMeasure`: the defender refuses or ends a measure. */
export interface MeasureEnd {
  readonly instance: MeasureRef;
  readonly by: 'defender' | 'responder';
}

/** Argument of `extendMeasure`: the defender wants one that is on to go on, within its longest life. */
export interface MeasureExtension {
  readonly instance: MeasureRef;
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

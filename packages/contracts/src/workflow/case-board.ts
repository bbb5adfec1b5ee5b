import type {
  CampaignId,
  CaseId,
  DefenderRef,
  HoldId,
  MeasureRef,
  RemedyId,
  ResponderRef,
  Sealed,
  StatementCode,
  TaskId,
} from '../ids.ts';
import type {
  AdverseAction,
  AdverseGround,
  AdverseOrigin,
  Clearance,
  CoverageGap,
  HoldState,
  MeasureState,
  RemedyCause,
  RemedyOption,
  Threat,
  Tier,
  Verdict,
} from '../vocabulary.ts';
import type { TaskView } from './protect-defender-messages.ts';

/**
 * A case as the read model shows it. Written by activity, never by hand: a row replaces another
 * only when its version is higher, so redelivery changes nothing.
 */
export interface CaseRow {
  readonly id: CaseId;
  readonly defender: DefenderRef;
  readonly campaign: CampaignId;
  readonly threat: Threat;
  readonly tier: Tier;
  readonly state: 'open' | 'closed';
  /** Epoch ms. */
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly signalCount: number;
  readonly eventCount: number;
  readonly actorCount: number;
  readonly measures: readonly {
    readonly instance: MeasureRef;
    readonly measure: string;
    readonly state: MeasureState;
    readonly expiresAt: number;
  }[];
  /** Epoch ms or the next number after it: grows over every life of the workflow. */
  readonly version: number;
}

/** A task as the read model shows it; same rule of versions. */
export interface TaskRow extends TaskView {
  readonly defender: DefenderRef;
  readonly threat: Threat;
  readonly tier: Tier;
  /** End of the claim, epoch ms. */
  readonly leaseUntil?: number;
  /** Highest rung of the ladder reached. */
  readonly rung?: string;
  readonly decidedBy?: ResponderRef;
  readonly decidedAt?: number;
  readonly option?: string;
  readonly verdict?: Verdict;
  /** What the task is about when a measure is not in force. */
  readonly measure?: string;
  /** Severity times imminence: what is sorted by first, so that a flood buries nothing. */
  readonly urgency?: number;
  /** Somebody's body or life is in danger. */
  readonly danger?: boolean;
  readonly language?: string;
  readonly skill?: string;
  readonly clearance?: Clearance;
  /** Desk of the rota that the task went to. */
  readonly desk?: string;
  /** What the rota could not give it. */
  readonly gaps?: readonly CoverageGap[];
  /** Who approved first, where an option takes two people. */
  readonly approvedBy?: readonly ResponderRef[];
  /** When somebody was spoken to, epoch ms. */
  readonly contactedAt?: number;
  /** Until when the decision can be undone, epoch ms. */
  readonly undoUntil?: number;
  readonly version: number;
}

/** One decision as it was made; only added to. */
export interface DecisionRow {
  readonly task: TaskId;
  /** Decisions and approvals of the task before this one. */
  readonly ordinal: number;
  readonly act: 'decided' | 'approved' | 'undone' | 'contacted' | 'handed-over' | 'passed';
  readonly defender: DefenderRef;
  readonly responder: ResponderRef;
  readonly scripted: boolean;
  readonly option?: string;
  readonly verdict?: Verdict;
  readonly reason: string;
  /** Free text, sealed under the data key of the defender. */
  readonly note?: Sealed;
  readonly policyHash: string;
  readonly evidenceVersion: number;
  /** SHA-256 of what was shown. */
  readonly shownHash?: string;
  /** Epoch ms. */
  readonly at: number;
}

/** A hold as people see it: neither the account nor the platform's id of the action. */
export interface HoldRow {
  readonly id: HoldId;
  readonly defender: DefenderRef;
  readonly action: AdverseAction;
  readonly origin: AdverseOrigin;
  readonly ground: AdverseGround;
  readonly state: HoldState;
  readonly askedAt: number;
  readonly dueAt: number;
  readonly allowedBy: readonly ResponderRef[];
  readonly decidedBy?: ResponderRef;
  readonly version: number;
}

/** A remedy as people see it. */
export interface RemedyRow {
  readonly id: RemedyId;
  readonly defender: DefenderRef;
  readonly cause: RemedyCause;
  readonly case?: CaseId;
  readonly hold?: HoldId;
  readonly instance?: MeasureRef;
  readonly state: 'open' | 'overdue' | RemedyOption;
  readonly firstDeciders: readonly ResponderRef[];
  readonly openedAt: number;
  readonly dueAt: number;
  readonly decidedBy?: ResponderRef;
  readonly decidedAt?: number;
  readonly version: number;
}

/** What the code of a statement of reasons is about; only added to. */
export interface StatementRow {
  readonly code: StatementCode;
  readonly instance: MeasureRef;
  readonly case: CaseId;
  readonly defender: DefenderRef;
  /** Epoch ms. */
  readonly at: number;
}

/** Rows that changed together; at most one per id. */
export interface BoardRows {
  readonly cases: readonly CaseRow[];
  readonly tasks: readonly TaskRow[];
  readonly decisions?: readonly DecisionRow[];
  readonly statements?: readonly StatementRow[];
}

import type {
  AckStatus,
  Boxed,
  CaseId,
  CoverageGap,
  DefenderProfile,
  DeliveryConditions,
  MeasureRef,
  NoticeDelivery,
  NoticeId,
  SignalBrief,
  TaskClaim,
  TaskContact,
  TaskDecision,
  TaskHandOver,
  TaskId,
  TaskPass,
  TaskUndo,
  Tier,
} from '@hrd-shield/contracts/pure';
import type { Outstanding, TaskState } from './state.ts';
import type { WaitReason } from './wait-reason.ts';

/** Why a lift was asked; a coded reason of an outcome. */
export type LiftReason =
  | 'expired'
  | 'released'
  | 'ended-by-defender'
  | 'ended-by-responder'
  | 'consent-changed'
  | 'consent-withdrawn'
  | 'not-in-force'
  | 'undone';

/** Why a case closed. */
export type CloseReason = 'quiet' | 'ruled-out' | 'consent-withdrawn';

/** What has been decided; folded by `evolveProtection`, and the ground of every effect. */
export type ProtectionFact = { readonly at: number } & (
  | { readonly kind: 'profile.noted'; readonly profile: DefenderProfile }
  | { readonly kind: 'case.opened'; readonly case: CaseId; readonly signal: SignalBrief }
  | {
      readonly kind: 'case.merged';
      readonly case: CaseId;
      readonly signal: SignalBrief;
      /** What a responder weighs has changed: the evidence version grows. */
      readonly material: boolean;
    }
  | { readonly kind: 'case.ruled-out'; readonly case: CaseId; readonly tier: Tier }
  | { readonly kind: 'case.ruled-in'; readonly case: CaseId }
  | { readonly kind: 'case.closed'; readonly case: CaseId; readonly reason: CloseReason }
  | {
      readonly kind: 'measure.requested';
      readonly instance: MeasureRef;
      readonly measure: string;
      readonly case: CaseId;
      readonly automatic: boolean;
      readonly actors: readonly Boxed[];
      readonly round: number;
      /** The registered reversal: when the lift is asked at the latest. */
      readonly liftAt: number;
      /** First send, or its answer when it is sent at once. */
      readonly answerBy: number;
      /** Set when it is sent later than now. */
      readonly startAt?: number;
      readonly reducesReach?: boolean;
    }
  | { readonly kind: 'measure.needed'; readonly instance: MeasureRef; readonly case: CaseId }
  | { readonly kind: 'measure.released'; readonly instance: MeasureRef; readonly case: CaseId }
  | {
      readonly kind: 'measure.renewed';
      readonly instance: MeasureRef;
      readonly liftAt: number;
      readonly actors: readonly Boxed[];
      readonly answerBy: number;
      readonly byPerson?: boolean;
    }
  | { readonly kind: 'measure.applied'; readonly instance: MeasureRef; readonly first: boolean }
  | { readonly kind: 'measure.verified'; readonly instance: MeasureRef }
  | { readonly kind: 'measure.refused'; readonly instance: MeasureRef; readonly reason: string }
  | { readonly kind: 'measure.failed'; readonly instance: MeasureRef; readonly reason: string }
  | { readonly kind: 'measure.expired'; readonly instance: MeasureRef }
  | {
      readonly kind: 'measure.lift-asked';
      readonly instance: MeasureRef;
      readonly reason: LiftReason;
      readonly answerBy: number;
    }
  | { readonly kind: 'measure.lifted'; readonly instance: MeasureRef }
  | { readonly kind: 'measure.declined'; readonly measure: string }
  | {
      /** It waits for a person; told once for a case, measure and reason. */
      readonly kind: 'measure.withheld';
      readonly case: CaseId;
      readonly measure: string;
      readonly reason: WaitReason;
    }
  | {
      /** A candidate policy would have done otherwise. */
      readonly kind: 'shadow.noted';
      readonly case: CaseId;
      readonly measure: string;
      readonly would: 'apply' | 'not-apply';
      /** Hash of the candidate. */
      readonly hash: string;
    }
  | { readonly kind: 'conditions.noted'; readonly conditions: DeliveryConditions }
  | {
      /** A command was sent (again), or its deadline moved. */
      readonly kind: 'command.awaited';
      readonly instance: MeasureRef;
      readonly awaiting: Outstanding;
      readonly send: boolean;
    }
  | {
      /** The platform answered, or is no longer waited for, and nothing else follows. */
      readonly kind: 'command.settled';
      readonly instance: MeasureRef;
      readonly status: AckStatus | 'unanswered';
    }
  | { readonly kind: 'task.opened'; readonly task: TaskState }
  | { readonly kind: 'task.claimed'; readonly claim: TaskClaim; readonly leaseUntil: number }
  | {
      readonly kind: 'task.decided';
      readonly decision: TaskDecision;
      /** Epoch ms; absent where it cannot be undone. */
      readonly undoUntil?: number;
    }
  | {
      /** What a decision set off, noted for an undo. */
      readonly kind: 'task.carried-out';
      readonly task: TaskId;
      readonly requested: readonly MeasureRef[];
      readonly released: readonly string[];
    }
  | { readonly kind: 'task.approved'; readonly decision: TaskDecision }
  | { readonly kind: 'task.undone'; readonly undo: TaskUndo; readonly nextRungAt?: number }
  | { readonly kind: 'task.contacted'; readonly contact: TaskContact }
  | {
      /** The evidence has changed since somebody was spoken to. */
      readonly kind: 'task.clock-restarted';
      readonly task: TaskId;
      readonly dueAt: number;
      readonly nextRungAt?: number;
    }
  | {
      readonly kind: 'task.handed-over';
      readonly handOver: TaskHandOver;
      readonly leaseUntil: number;
    }
  | {
      readonly kind: 'task.passed';
      readonly pass: TaskPass;
      readonly desk?: string;
      readonly gaps: readonly CoverageGap[];
      /** Set where waiting for the next rung would delay danger to life. */
      readonly nextRungAt?: number;
    }
  | {
      readonly kind: 'task.rung-told';
      readonly task: TaskId;
      readonly rung: string;
      readonly delivery: NoticeDelivery;
      /** A rung that was not reached counts for nothing: the next one is due at once. */
      readonly nextRungAt?: number;
    }
  | { readonly kind: 'task.withdrawn'; readonly task: TaskId }
  | {
      readonly kind: 'task.rung-reached';
      readonly task: TaskId;
      readonly rung: string;
      readonly overdue: boolean;
      /** The rung counts when this was delivered; absent where nobody is told. */
      readonly notice?: NoticeId;
      /** Who hears, where the rung itself is not there. */
      readonly hears?: string;
      readonly nextRungAt?: number;
    }
  | { readonly kind: 'consent.withdrawn' }
  | { readonly kind: 'protection.ended' }
);

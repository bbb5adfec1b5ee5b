import {
  type AckDelivery,
  type DefenderRef,
  type MeasureEnd,
  type MeasureExtension,
  PROTECT_DEFENDER,
  type SignalDelivery,
  type TaskClaim,
  type TaskContact,
  type TaskDecision,
  type TaskHandOver,
  type TaskPass,
  type TaskUndo,
} from '@hrd-shield/contracts/pure';
import type {
  ProtectionPolicy,
  ProtectionState,
  ProtectionView,
} from '@hrd-shield/domain/protection';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { OutboxItems } from './outbox.ts';

/** Argument of the workflow. The policy is pinned: its hash stands on every outcome. */
export interface ProtectDefenderInput {
  readonly defender: DefenderRef;
  /** Resolved and unscaled, at most 20 KB. */
  readonly policy: ProtectionPolicy;
  /** How much faster than the wall clock the clocks of people and measures run; 1 in production. */
  readonly clockScale: number;
  /** Updates that one run takes before the next goes on; the default when absent. */
  readonly updatesPerRun?: number;
  /** What an earlier run hands over. */
  readonly carried?: {
    readonly state: ProtectionState;
    readonly outbox: OutboxItems;
  };
}

/** How many facts followed: none when everything was known before. */
export interface Taken {
  readonly facts: number;
}

/** An update that a person sends. */
export type Asked<T> = ReturnType<typeof defineUpdate<Taken, [T]>>;

/** Signals of one defender, several at once; a revision that is known changes nothing. */
export const receiveSignals = defineUpdate<Taken, [SignalDelivery]>(
  PROTECT_DEFENDER.receiveSignals,
);
/**
 * A signal: the platform waits for no answer, and a repeated ack changes nothing. Several acks go
 * in one message; a single one is what histories of earlier versions hold.
 */
export const receiveAck = defineSignal<[AckDelivery | readonly AckDelivery[]]>(
  PROTECT_DEFENDER.receiveAck,
);
/** A responder takes a task for the length of a lease. */
export const claimTask = defineUpdate<Taken, [TaskClaim]>(PROTECT_DEFENDER.claimTask);
/** An option is chosen, or approved by the second person that it needs. */
export const decideTask = defineUpdate<Taken, [TaskDecision]>(PROTECT_DEFENDER.decideTask);
/** A task goes to a colleague by name. */
export const handOverTask = defineUpdate<Taken, [TaskHandOver]>(PROTECT_DEFENDER.handOverTask);
/** The defender was spoken to, which some options need. */
export const contactTask = defineUpdate<Taken, [TaskContact]>(PROTECT_DEFENDER.contactTask);
/** A responder gives a task back with a reason; it finds somebody else. */
export const passTask = defineUpdate<Taken, [TaskPass]>(PROTECT_DEFENDER.passTask);
/** Takes a decision back within its time for undoing. */
export const undoTask = defineUpdate<Taken, [TaskUndo]>(PROTECT_DEFENDER.undoTask);
/** Ends one measure now; its reversal is verified like any other. */
export const endMeasure = defineUpdate<Taken, [MeasureEnd]>(PROTECT_DEFENDER.endMeasure);
/** The defender has a measure go on, within its longest time. */
export const extendMeasure = defineUpdate<Taken, [MeasureExtension]>(
  PROTECT_DEFENDER.extendMeasure,
);
/** Everything is lifted, and nothing new is applied. */
export const withdrawConsent = defineUpdate<Taken, []>(PROTECT_DEFENDER.withdrawConsent);
/** Cases, tasks and measures as they stand. */
export const view = defineQuery<ProtectionView>(PROTECT_DEFENDER.view);

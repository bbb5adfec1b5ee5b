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
export const claimTask = defineUpdate<Taken, [TaskClaim]>(PROTECT_DEFENDER.claimTask);
export const decideTask = defineUpdate<Taken, [TaskDecision]>(PROTECT_DEFENDER.decideTask);
export const handOverTask = defineUpdate<Taken, [TaskHandOver]>(PROTECT_DEFENDER.handOverTask);
export const contactTask = defineUpdate<Taken, [TaskContact]>(PROTECT_DEFENDER.contactTask);
export const passTask = defineUpdate<Taken, [TaskPass]>(PROTECT_DEFENDER.passTask);
export const undoTask = defineUpdate<Taken, [TaskUndo]>(PROTECT_DEFENDER.undoTask);
export const endMeasure = defineUpdate<Taken, [MeasureEnd]>(PROTECT_DEFENDER.endMeasure);
export const extendMeasure = defineUpdate<Taken, [MeasureExtension]>(
  PROTECT_DEFENDER.extendMeasure,
);
export const withdrawConsent = defineUpdate<Taken, []>(PROTECT_DEFENDER.withdrawConsent);
export const view = defineQuery<ProtectionView>(PROTECT_DEFENDER.view);

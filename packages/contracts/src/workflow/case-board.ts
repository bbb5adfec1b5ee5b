import type { CampaignId, CaseId, DefenderRef, MeasureRef, ResponderRef } from '../ids.ts';
import type { MeasureState, Threat, Tier, Verdict } from '../vocabulary.ts';
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
  readonly version: number;
}

/** Rows that changed together; at most one per id. */
export interface BoardRows {
  readonly cases: readonly CaseRow[];
  readonly tasks: readonly TaskRow[];
}

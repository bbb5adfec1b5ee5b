import type {
  DefenderRef,
  MeasureRef,
  Notice,
  NoticeDelivery,
  Outcome,
  RemedyRow,
} from '@hrd-shield/contracts';

/** What the workflow asks of the world. Each call may happen more than once. */
export interface RemedyHarmActivities {
  recordOutcomes(outcomes: readonly Outcome[]): Promise<void>;
  updateRemedyBoard(row: RemedyRow): Promise<void>;
  notify(notices: readonly Notice[]): Promise<readonly NoticeDelivery[]>;
  /** Ends a restriction that may still stand; one that is gone is no fault. */
  endRestriction(defender: DefenderRef, instance: MeasureRef): Promise<void>;
}

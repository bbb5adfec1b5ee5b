import type {
  HoldRecord,
  HoldRow,
  Notice,
  NoticeDelivery,
  Outcome,
  RemedyOpening,
} from '@hrd-shield/contracts';

/** What the workflow asks of the world. Each call may happen more than once. */
export interface HoldAdverseActionActivities {
  recordOutcomes(outcomes: readonly Outcome[]): Promise<void>;
  /** Tells how the hold ended to whoever answers the platform. */
  publishHold(record: HoldRecord): Promise<void>;
  updateHoldBoard(row: HoldRow): Promise<void>;
  notify(notices: readonly Notice[]): Promise<readonly NoticeDelivery[]>;
  openRemedies(openings: readonly RemedyOpening[]): Promise<void>;
}

import type { ReportChange, ReportId, ReportSubject } from '@hrd-shield/contracts';
import type { KeptMessage, KeptReport } from './intake-store.ts';

/** A report of which its clock does not know everything yet. */
export interface UntoldReport {
  readonly report: KeptReport;
  /** In order, without those that were told. */
  readonly messages: readonly Pick<KeptMessage, 'at' | 'from' | 'number' | 'responder'>[];
}

/** What is still to be told to the clocks of reports. */
export interface ReportOutbox {
  /** The oldest first. @throws ShieldError `postgres.*` */
  untold(limit: number): Promise<readonly UntoldReport[]>;
  /** @param upTo version of the report, and number of the last message, that were told */
  markTold(id: ReportId, upTo: { version: number; message: number }): Promise<void>;
}

/** The clocks of reports, wherever they run; each word may be said again. */
export interface ReportClocks {
  /** @returns false when it runs already or has ended */
  open(about: ReportSubject): Promise<boolean>;
  change(report: ReportId, change: ReportChange): Promise<{ readonly ok: boolean }>;
}

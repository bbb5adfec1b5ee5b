import type { CaseId, ReportId, ResponderRef } from '../ids.ts';

/** Names that client and workflow share. */
export const HANDLE_INCIDENT_REPORT = {
  workflow: 'handleIncidentReport',
  change: 'changeReport',
  view: 'view',
} as const;

/** The random part alone: the id says nothing about who reports. */
export function reportWorkflowId(report: ReportId): string {
  return `report:${report.slice('i_'.length)}`;
}

/** What a report is about, as far as its clock goes; nothing of what was written. */
export interface ReportSubject {
  readonly report: ReportId;
  readonly critical: boolean;
  /** Epoch ms. */
  readonly openedAt: number;
  /** How long a person may take to answer, ms. */
  readonly answerMs: number;
}

/** Argument of `changeReport`; the principal comes from the session. */
export type ReportChange =
  /** An answer to the reporter. `scripted`: a receipt or a script, which is none. */
  | { readonly kind: 'answered'; readonly responder: ResponderRef; readonly scripted: boolean }
  /** The reporter wrote again, so somebody answers again. */
  | { readonly kind: 'written-to' }
  | {
      readonly kind: 'closed';
      readonly responder: ResponderRef;
      /** A word of `REPORT_ENDINGS`. */
      readonly ending: string;
      readonly case?: CaseId;
    };

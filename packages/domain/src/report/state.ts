import type { CaseId, ReportSubject, ResponderRef } from '@hrd-shield/contracts/pure';

/** The clock of one report; epoch ms. */
export interface ReportLife {
  readonly about: ReportSubject;
  readonly state: 'open' | 'overdue' | 'answered' | 'closed';
  /** By when a person answers; anew when the reporter writes again. */
  readonly dueAt: number;
  readonly answeredBy?: ResponderRef;
  readonly answeredAt?: number;
  readonly ending?: string;
  readonly case?: CaseId;
  /** Times that people were told of this due date. */
  readonly reminders: number;
  /** Times that people were told at all; makes ids of notices. */
  readonly told: number;
}

/** People are told so many times of one due date; then the list of reports says it. */
const REMINDERS_MAX = 32;

/** Waiting for an answer, due `answerMs` after it was opened. */
export function initialReport(about: ReportSubject): ReportLife {
  return { about, state: 'open', dueAt: about.openedAt + about.answerMs, reminders: 0, told: 0 };
}

/**
 * Whether it has an ending, so that its clock may end; an answered report can be written to again.
 */
export function isReportClosed(life: ReportLife): boolean {
  return life.state === 'closed';
}

/**
 * When people are told next that a report waits: at half time, when due, and then each half time.
 * @source response notes, section 3: reminder at half time
 */
export function nextReportReminderAt(life: ReportLife): number | undefined {
  const isWaiting = life.state === 'open' || life.state === 'overdue';
  if (!isWaiting || life.reminders >= REMINDERS_MAX) return undefined;
  const halfMs = life.about.answerMs / 2;
  return life.dueAt + (life.reminders - 1) * halfMs;
}

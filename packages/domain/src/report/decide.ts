import {
  type ErrorCode,
  type Notice,
  noticeId,
  type ReportChange,
  reportTaskId,
  unreachable,
} from '@hrd-shield/contracts/pure';
import { refusalOfClosing } from '../intake/index.ts';
import { nextReportReminderAt, type ReportLife } from './state.ts';

/** Everything that can happen to the clock of a report; `at` is the workflow's clock, epoch ms. */
export type ReportInput =
  | { readonly kind: 'change'; readonly at: number; readonly change: ReportChange }
  | { readonly kind: 'clock'; readonly at: number };

export interface ReportDecided {
  readonly life: ReportLife;
  readonly notices: readonly Notice[];
}

/**
 * Only a person's answer stops the clock of a report; a receipt by machine never does.
 * @source response notes, section 2 (`handleIncidentReport`)
 */
export function decideReport(life: ReportLife, input: ReportInput): ReportDecided {
  if (input.kind === 'clock') return reminded(life, input.at);
  const isTaken = refusalOfReportChange(life, input.change) === undefined;
  return { life: isTaken ? changed(life, input.change, input.at) : life, notices: [] };
}

/** Why a change is refused, as an error code; undefined when it is taken. */
export function refusalOfReportChange(
  life: ReportLife,
  change: ReportChange,
): ErrorCode | undefined {
  switch (change.kind) {
    case 'answered':
      if (life.state === 'closed') return 'report.closed';
      return change.scripted ? 'report.no-person' : undefined;
    case 'written-to':
      return life.state === 'closed' ? 'report.closed' : undefined;
    case 'closed': {
      if (life.state === 'closed') return 'report.closed';
      // Whoever wrote again waits for an answer again.
      const { answeredAt } = life;
      const isAnswered = life.state === 'answered';
      const { ending } = change;
      const hasCase = change.case !== undefined;
      return refusalOfClosing(
        { answeredAt: isAnswered ? answeredAt : undefined },
        { ending, hasCase },
      );
    }
    default:
      return unreachable(change);
  }
}

function changed(life: ReportLife, change: ReportChange, at: number): ReportLife {
  switch (change.kind) {
    case 'answered':
      return { ...life, state: 'answered', answeredBy: change.responder, answeredAt: at };
    case 'written-to':
      return life.state === 'answered'
        ? { ...life, state: 'open', dueAt: at + life.about.answerMs, reminders: 0 }
        : life;
    case 'closed': {
      const { ending } = change;
      const linked = change.case === undefined ? {} : { case: change.case };
      return { ...life, state: 'closed', ending, ...linked };
    }
    default:
      return unreachable(change);
  }
}

function reminded(life: ReportLife, at: number): ReportDecided {
  const next = nextReportReminderAt(life);
  if (next === undefined || at < next) return { life, notices: [] };
  const { about, dueAt, reminders, told } = life;
  const isDue = at >= dueAt;
  const isFirst = reminders === 0 && !isDue;
  const rung = isFirst ? 'reminder' : laterRung(reminders, about.critical);
  const notice: Notice = {
    id: noticeId(about.report, rung, told),
    kind: about.critical ? 'critical-waits' : 'report-waits',
    target: { kind: 'rung', rung },
    task: reportTaskId(about.report),
    dueAt,
  };
  const state = isDue ? 'overdue' : life.state;
  return {
    life: { ...life, state, reminders: reminders + 1, told: told + 1 },
    notices: [notice],
  };
}

/** The ladder goes up; where a life is in danger it goes up faster. */
function laterRung(reminders: number, isCritical: boolean): string {
  const step = reminders + (isCritical ? 1 : 0);
  if (step <= 1) return 'shift-lead';
  return step <= 3 ? 'second-line' : 'director';
}

import type { Outcome } from '@hrd-shield/contracts';
import {
  NOBODY,
  type OutcomeKind,
  outcomeId,
  type ReportId,
  reportTaskId,
  THREATS,
} from '@hrd-shield/contracts/pure';
import { answerDueAt } from './decide-intake.ts';
import type { IntakePolicy } from './policy.ts';

/** What is told of one report. Times are epoch ms. */
export interface ReportTold {
  readonly id: ReportId;
  /** Who sent it, as a kind. */
  readonly reporter: string;
  readonly critical: boolean;
  readonly threat?: string | undefined;
  readonly receivedAt: number;
  /** Words of staff that were not told of before. */
  readonly answers: readonly { readonly number: number; readonly at: number }[];
  readonly closed?: { readonly at: number; readonly ending: string } | undefined;
}

const DAY_MS = 86_400_000;

/** The next midnight, UTC; midnight itself stays. */
function dayEnd(at: number): number {
  return Math.ceil(at / DAY_MS) * DAY_MS;
}

/**
 * The facts of how a report was taken: when it came, when people answered, how it was closed. Neither
 * receipt nor id nor text nor whom it concerns is in them, and who answered is not either. Told again they
 * are the same facts.
 *
 * All of a report is moved to the end of the day on which it came, and its close to the end of a day:
 * how long an answer took stays exact, and no time, nor the time from first to last, is that of
 * `campaign.known`, which names a defender. Later and never earlier, so that no report is counted as
 * unanswered before its time is over.
 */
export function reportOutcomes(told: ReportTold, policy: IntakePolicy): readonly Outcome[] {
  const { answers, closed, critical, id, receivedAt, reporter } = told;
  const report = reportTaskId(id);
  const threat = THREATS.find((each) => each === told.threat);
  const cameAt = dayEnd(receivedAt);
  const movedMs = cameAt - receivedAt;
  const fact = (kind: OutcomeKind, step: number, at: number): Outcome => ({
    id: outcomeId(kind, report, step),
    kind,
    defender: NOBODY,
    at,
    report,
  });
  return [
    {
      ...fact('report.received', 0, cameAt),
      dueAt: answerDueAt({ critical, receivedAt: cameAt }, policy),
      option: reporter,
      reason: critical ? 'critical' : 'ordinary',
      policyHash: policy.hash,
      ...(threat === undefined ? {} : { threat }),
    },
    ...answers.map(({ at, number }) => fact('report.answered', number, at + movedMs)),
    ...(closed === undefined
      ? []
      : [{ ...fact('report.closed', 0, dayEnd(closed.at + movedMs)), reason: closed.ending }]),
  ];
}

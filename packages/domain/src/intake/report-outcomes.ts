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

/**
 * The facts of how a report was taken: when it came, when people answered, how it was closed. Neither
 * receipt nor id nor text nor whom it concerns is in them, and who answered is not either. Told again they
 * are the same facts.
 */
export function reportOutcomes(told: ReportTold, policy: IntakePolicy): readonly Outcome[] {
  const { answers, closed, critical, id, receivedAt, reporter } = told;
  const report = reportTaskId(id);
  const threat = THREATS.find((each) => each === told.threat);
  const fact = (kind: OutcomeKind, step: number, at: number): Outcome => ({
    id: outcomeId(kind, report, step),
    kind,
    defender: NOBODY,
    at,
    report,
  });
  return [
    {
      ...fact('report.received', 0, receivedAt),
      dueAt: answerDueAt({ critical, receivedAt }, policy),
      option: reporter,
      reason: critical ? 'critical' : 'ordinary',
      policyHash: policy.hash,
      ...(threat === undefined ? {} : { threat }),
    },
    ...answers.map(({ at, number }) => fact('report.answered', number, at)),
    ...(closed === undefined
      ? []
      : [{ ...fact('report.closed', 0, closed.at), reason: closed.ending }]),
  ];
}

import type { Outcome, ReportChange } from '@hrd-shield/contracts';
import { answerDueAt, type IntakePolicy, reportOutcomes } from '@hrd-shield/domain/intake';
import type { ReportClocks, ReportOutbox, UntoldReport } from '@hrd-shield/pipeline';

export interface RelayReportsDeps {
  readonly outbox: ReportOutbox;
  readonly clocks: ReportClocks;
  readonly policy: IntakePolicy;
  /** Puts facts into the log of outcomes. */
  readonly record: (outcomes: readonly Outcome[]) => Promise<void>;
}

/** Reports of one look. */
const BATCH_COUNT = 50;

/**
 * Tells the log of outcomes and the clocks of reports what they do not know yet: that a report came, was
 * answered, written to or closed. Told before marked: a crash in between says it again, which changes nothing.
 * @returns how many reports were told of
 * @throws ShieldError `postgres.*` | `temporal.*` | `kafka.*`
 */
export async function relayReports(deps: RelayReportsDeps): Promise<number> {
  let told = 0;
  for (;;) {
    const waiting = await deps.outbox.untold(BATCH_COUNT);
    for (const one of waiting) await tell(one, deps);
    told += waiting.length;
    if (waiting.length < BATCH_COUNT) return told;
  }
}

async function tell(untold: UntoldReport, deps: RelayReportsDeps): Promise<void> {
  const { messages, report } = untold;
  const { critical, id, receivedAt, version } = report;
  await deps.record(outcomesOf(untold, deps.policy));
  const answerMs = answerDueAt({ critical, receivedAt }, deps.policy) - receivedAt;
  await deps.clocks.open({ report: id, critical, openedAt: receivedAt, answerMs });
  for (const change of changesOf(untold)) await deps.clocks.change(id, change);
  await deps.outbox.markTold(id, { version, message: messages.at(-1)?.number ?? 0 });
}

/** In the order in which it happened; only staff write messages with a responder. */
function changesOf({ messages, report }: UntoldReport): readonly ReportChange[] {
  const said = messages.map(
    ({ responder }): ReportChange =>
      responder === undefined
        ? { kind: 'written-to' }
        : { kind: 'answered', responder, scripted: false },
  );
  const { closedBy, ending } = report;
  if (closedBy === undefined || ending === undefined) return said;
  const linked = report.case === undefined ? {} : { case: report.case };
  return [...said, { kind: 'closed', responder: closedBy, ending, ...linked }];
}

function outcomesOf({ messages, report }: UntoldReport, policy: IntakePolicy): readonly Outcome[] {
  const { closedAt, ending } = report;
  return reportOutcomes(
    {
      ...report,
      answers: messages.filter(({ from }) => from === 'staff'),
      ...(closedAt === undefined || ending === undefined
        ? {}
        : { closed: { at: closedAt, ending } }),
    },
    policy,
  );
}

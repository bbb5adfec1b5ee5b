import type { ErrorCode } from '@hrd-shield/contracts';
import type {
  AttachmentType,
  ReportEnding,
  ReporterKind,
  ReportShown,
  ReportState,
} from '@hrd-shield/contracts/desk';
import type { Intake, Reporter } from '@hrd-shield/intake';
import type { IntakeStore, KeptAttachment, KeptReport, ReportKey } from '@hrd-shield/pipeline';
import type { TaskBoard } from '@hrd-shield/postgres';
import type { z } from 'zod';
import type { Principal } from '../principal.ts';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { type Cursors, pageFrom } from '../server/sign-cursor.ts';

export interface IntakeParts {
  readonly intake: Intake;
  readonly reports: Pick<IntakeStore, 'find' | 'open'>;
  readonly cases: Pick<TaskBoard, 'case'>;
  readonly cursors: Cursors;
}

const LIST = 'reports';

type OwnActs =
  | 'sendReport'
  | 'sendReports'
  | 'readOwnReport'
  | 'writeToOwnReport'
  | 'attachToOwnReport'
  | 'readIntakeQuota';

/** For whoever reports. */
export function createReporterHandlers({ intake }: IntakeParts): HandlersOf<OwnActs> {
  return {
    sendReport: async ({ body, now, principal }) => {
      const taken = await intake.receive(reporterOf(principal), [body], now);
      if (!taken.ok) return refuse(taken.code);
      const [receipt] = taken.value;
      return receipt === undefined ? refuse('internal.fault') : done(receipt);
    },
    sendReports: async ({ body, now, principal }) => {
      const taken = await intake.receive(reporterOf(principal), body.reports, now);
      return taken.ok ? done({ receipts: [...taken.value] }) : refuse(taken.code);
    },
    readOwnReport: async ({ now, receipt }) => {
      const report = await intake.byReceipt(receipt);
      if (report === undefined) return refuse('report.unknown');
      const { attachments, messages } = await intake.conversation(report);
      const { dueAt, receivedAt } = report;
      return done({
        state: stateOf(report, now),
        receivedAt,
        dueAt,
        ending: report.ending as ReportEnding | undefined,
        messages: [...messages],
        attachments: attachments.map(fileBody),
      });
    },
    writeToOwnReport: async ({ body, now, receipt }) => {
      const report = await intake.byReceipt(receipt);
      if (report === undefined) return refuse('report.unknown');
      const said = await intake.say(report, body.text, now);
      return said.ok ? done({ at: now }) : refuse(said.code);
    },
    attachToOwnReport: async ({ receipt, upload }) => {
      const report = await intake.byReceipt(receipt);
      if (report === undefined) return refuse('report.unknown');
      const taken = await intake.attach(report, upload);
      return taken.ok ? done(fileBody(taken.value)) : refuse(taken.code);
    },
    readIntakeQuota: async ({ now, principal }) => {
      const by = reporterOf(principal);
      return 'partner' in by ? done(await intake.quota(by.partner, now)) : refuse('access.refused');
    },
  };
}

type StaffActs = 'listReports' | 'readReport' | 'readAttachment' | 'answerReport' | 'closeReport';

/** For whoever answers. */
export function createIntakeHandlers(parts: IntakeParts): HandlersOf<StaffActs> {
  const { cases, cursors, intake, reports } = parts;
  const shown = (
    taken: { ok: true; value: KeptReport } | { ok: false; code: ErrorCode },
    now: number,
  ) => (taken.ok ? done({ report: reportBody(taken.value, now) }) : refuse(taken.code));
  return {
    listReports: async ({ now, query }) => {
      const after = cursors.read(LIST, query.cursor) as
        | readonly [number, number, string]
        | undefined;
      const key: ReportKey | undefined = after && [after[0] === 1, after[1], after[2]];
      const found = await reports.open({ limit: query.limit + 1, after: key });
      const page = pageFrom(found, query.limit, ({ critical, dueAt, id }) =>
        cursors.write(LIST, [critical ? 1 : 0, dueAt, id]),
      );
      return done({ ...page, items: page.items.map((report) => reportBody(report, now)) });
    },
    readReport: async ({ now, params }) => {
      const found = await intake.open(params.report);
      if (found === undefined) return refuse('report.unknown');
      const { attachments, messages, report, sent } = found;
      const body = {
        ...sent,
        report: reportBody(report, now),
        messages: [...messages],
        attachments: attachments.map(fileBody),
      };
      return done(body, report.version);
    },
    readAttachment: async ({ params }) => {
      const report = await reports.find(params.report);
      const file = report && (await intake.attachment(report, params.number));
      return file === undefined ? refuse('report.unknown') : done(file);
    },
    answerReport: async ({ body, now, params, principal }) => {
      const report = await reports.find(params.report);
      if (principal.kind !== 'person') return refuse('access.refused');
      if (report === undefined) return refuse('report.unknown');
      return shown(await intake.say(report, body.text, now, principal.name), now);
    },
    closeReport: async ({ body, now, params, principal }) => {
      const report = await reports.find(params.report);
      if (principal.kind !== 'person') return refuse('access.refused');
      if (report === undefined) return refuse('report.unknown');
      const linked = body.case === undefined ? undefined : await cases.case(body.case);
      if (body.case !== undefined && linked === undefined) return refuse('case.unknown');
      const { attackOn, ending } = body;
      const scripted = principal.seat?.scripted ?? false;
      const by = principal.name;
      return shown(
        await intake.close(report, { attackOn, by, ending, linked, scripted }, now),
        now,
      );
    },
  };
}

/** From the token alone. Staff who report do it as anybody does. */
function reporterOf(principal: Principal): Reporter {
  if (principal.kind !== 'bearer') return { kind: 'anonymous' };
  const [role] = principal.roles;
  if (principal.partner !== undefined) {
    return { kind: role === 'helpline' ? 'helpline' : 'partner', partner: principal.partner };
  }
  return { kind: role === 'delegate' ? 'delegate' : 'defender' };
}

function stateOf(report: KeptReport, now: number): ReportState {
  if (report.closedAt !== undefined) return 'closed';
  if (report.answeredAt !== undefined) return 'answered';
  return report.dueAt < now ? 'overdue' : 'open';
}

function reportBody(report: KeptReport, now: number): z.input<typeof ReportShown> {
  return {
    ...report,
    reporter: report.reporter as ReporterKind,
    threat: report.threat as z.input<typeof ReportShown>['threat'],
    ending: report.ending as ReportEnding | undefined,
    state: stateOf(report, now),
  };
}

function fileBody({ bytes, number, type }: KeptAttachment) {
  return { number, bytes, type: type as AttachmentType };
}

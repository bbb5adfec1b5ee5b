import type { CaseId, DefenderRef, PartnerRef, ReportId, Sealed } from '@hrd-shield/contracts';
import type { IntakeStore, KeptMessage, KeptReport, MessageBounds } from '@hrd-shield/pipeline';
import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { IntakeTables, MessageTable, ReportTable } from './intake-tables.ts';
import { guarded } from './translate-error.ts';

/** Endings of reports that were right. */
const SUBSTANTIATED = ['linked-to-case', 'helped-otherwise', 'referred'];

/** Incident reports. What people wrote stays sealed; the columns hold codes, times and counts. */
export function createIntakeStore(query: Kysely<IntakeTables>): IntakeStore {
  const reports = query.selectFrom('intake.report').selectAll();
  return {
    add: (report) =>
      guarded(async () => {
        await query.insertInto('intake.report').values(reportToTable(report)).execute();
      }),
    find: (id) =>
      guarded(async () => {
        const found = await reports
          .where('id', '=', id)
          .where('erased_at_ms', 'is', null)
          .executeTakeFirst();
        return found && tableToReport(found);
      }),
    findByReceipt: (digest) =>
      guarded(async () => {
        const found = await reports.where('receipt_digest', '=', digest).executeTakeFirst();
        return found && tableToReport(found);
      }),
    open: (page) => guarded(() => openReports(query, page)),
    messages: (id) =>
      guarded(async () => {
        const found = await query
          .selectFrom('intake.message')
          .selectAll()
          .where('report', '=', id)
          .orderBy('number')
          .execute();
        return found.map(tableToMessage);
      }),
    addMessage: (id, message, bounds) =>
      guarded(() => query.transaction().execute((tx) => addMessage(tx, { id, message, bounds }))),
    ...attachmentsIn(query),
    close: (id, end) =>
      guarded(async () => {
        const closed = await query
          .updateTable('intake.report')
          .set({
            closed_at_ms: end.at,
            ending: end.ending,
            case_id: end.case ?? null,
            closed_by: end.by,
            version: sql<number>`version + 1`,
          })
          .where('id', '=', id)
          .where('closed_at_ms', 'is', null)
          .returning('id')
          .execute();
        return closed.length === 1;
      }),
    record: (sender, since) => guarded(() => recordOf(query, sender, since)),
  };
}

type Attachments = Pick<IntakeStore, 'attachments' | 'attachment' | 'addAttachment'>;

function attachmentsIn(query: Kysely<IntakeTables>): Attachments {
  return {
    attachments: (id) =>
      guarded(() =>
        query
          .selectFrom('intake.attachment')
          .select(['number', 'type', 'bytes'])
          .where('report', '=', id)
          .orderBy('number')
          .execute(),
      ),
    attachment: (id, number) =>
      guarded(async () => {
        const found = await query
          .selectFrom('intake.attachment')
          .select(['type', 'content'])
          .where('report', '=', id)
          .where('number', '=', number)
          .executeTakeFirst();
        return found && { type: found.type, content: found.content as Sealed };
      }),
    addAttachment: (id, file, most) =>
      guarded(() =>
        query.transaction().execute(async (tx) => {
          const counted = await countOneMore(tx, id, 'attachment_count', most);
          if (counted === undefined) return undefined;
          const row = { report: id, number: counted.attachment_count, ...file };
          await tx.insertInto('intake.attachment').values(row).execute();
          return counted.attachment_count;
        }),
      ),
  };
}

async function openReports(
  query: Kysely<IntakeTables>,
  { after, limit }: Parameters<IntakeStore['open']>[0],
): Promise<readonly KeptReport[]> {
  let found = query.selectFrom('intake.report').selectAll().where('closed_at_ms', 'is', null);
  if (after !== undefined) {
    const [critical, dueAt, id] = after;
    found = found.where(({ and, eb, or, refTuple, tuple }) =>
      or([
        eb('critical', '<', critical),
        and([
          eb('critical', '=', critical),
          eb(refTuple('due_at_ms', 'id'), '>', tuple(dueAt, id)),
        ]),
      ]),
    );
  }
  const ordered = found.orderBy('critical', 'desc').orderBy('due_at_ms').orderBy('id');
  return (await ordered.limit(limit).execute()).map(tableToReport);
}

/** Counts within the bound; the row is locked until the end, so that two writers count on. */
async function countOneMore(
  tx: Transaction<IntakeTables>,
  id: ReportId,
  column: 'message_count' | 'attachment_count',
  most: number,
) {
  return tx
    .updateTable('intake.report')
    .set({ [column]: sql<number>`${sql.ref(column)} + 1`, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where('closed_at_ms', 'is', null)
    .where(column, '<', most)
    .returning(['message_count', 'attachment_count', 'version'])
    .executeTakeFirst();
}

interface NewMessage {
  readonly id: ReportId;
  readonly message: Omit<KeptMessage, 'number'>;
  readonly bounds: MessageBounds;
}

/** A message of staff is the answer that stops the clock; a later one of the reporter starts it anew. */
async function addMessage(
  tx: Transaction<IntakeTables>,
  { id, message, bounds }: NewMessage,
): Promise<number | undefined> {
  const counted = await countOneMore(tx, id, 'message_count', bounds.most);
  if (counted === undefined) return undefined;
  const { at, content, from, responder = null } = message;
  await tx
    .insertInto('intake.message')
    .values({
      report: id,
      number: counted.message_count,
      author: from,
      responder,
      content,
      at_ms: at,
    })
    .execute();
  const isStaff = from === 'staff';
  await tx
    .updateTable('intake.report')
    .set(isStaff ? { answered_at_ms: at } : { answered_at_ms: null, due_at_ms: bounds.dueAt })
    .where('id', '=', id)
    .where('answered_at_ms', isStaff ? 'is' : 'is not', null)
    .execute();
  return counted.version;
}

async function recordOf(
  query: Kysely<IntakeTables>,
  sender: Parameters<IntakeStore['record']>[0],
  since: number,
) {
  let of = query.selectFrom('intake.report');
  if ('partner' in sender) of = of.where('partner', '=', sender.partner);
  else of = of.where('reporter', '=', 'anonymous').where('received_at_ms', '>=', since);
  const counted = await of
    .select(({ fn }) => [
      fn.count<number>('id').filterWhere('received_at_ms', '>=', since).as('sentToday'),
      fn.count<number>('id').filterWhere('closed_at_ms', 'is not', null).as('judged'),
      fn.count<number>('id').filterWhere('ending', 'in', SUBSTANTIATED).as('substantiated'),
    ])
    .executeTakeFirstOrThrow();
  return counted;
}

function reportToTable(report: KeptReport): Insertable<ReportTable> {
  return {
    id: report.id,
    receipt_digest: report.receiptDigest,
    reporter: report.reporter,
    partner: report.partner ?? null,
    trusted_flagger: report.trustedFlagger,
    critical: report.critical,
    threat: report.threat ?? null,
    sealed_under: report.sealedUnder,
    content: report.content,
    received_at_ms: report.receivedAt,
    due_at_ms: report.dueAt,
    answered_at_ms: report.answeredAt ?? null,
    closed_at_ms: report.closedAt ?? null,
    closed_by: report.closedBy ?? null,
    ending: report.ending ?? null,
    case_id: report.case ?? null,
    message_count: report.messageCount,
    attachment_count: report.attachmentCount,
    version: report.version,
  };
}

/** The checks of the table hold what the types say. */
export function tableToReport(table: Selectable<ReportTable>): KeptReport {
  return {
    id: table.id as ReportId,
    receiptDigest: table.receipt_digest ?? '',
    reporter: table.reporter,
    partner: (table.partner ?? undefined) as PartnerRef | undefined,
    trustedFlagger: table.trusted_flagger,
    critical: table.critical,
    threat: table.threat ?? undefined,
    sealedUnder: table.sealed_under as DefenderRef,
    content: table.content as Sealed,
    receivedAt: table.received_at_ms,
    dueAt: table.due_at_ms,
    answeredAt: table.answered_at_ms ?? undefined,
    closedAt: table.closed_at_ms ?? undefined,
    closedBy: (table.closed_by ?? undefined) as KeptReport['closedBy'],
    ending: table.ending ?? undefined,
    case: (table.case_id ?? undefined) as CaseId | undefined,
    messageCount: table.message_count,
    attachmentCount: table.attachment_count,
    version: table.version,
  };
}

/** The table is written here alone: what it holds is trusted. */
export function tableToMessage(table: Selectable<MessageTable>): KeptMessage {
  return {
    number: table.number,
    from: table.author as KeptMessage['from'],
    responder: (table.responder ?? undefined) as KeptMessage['responder'],
    content: table.content as Sealed,
    at: table.at_ms,
  };
}

import type {
  HoldId,
  HoldRow,
  RemedyId,
  RemedyRow,
  StatementCode,
  StatementRow,
} from '@hrd-shield/contracts';
import type { Kysely } from 'kysely';
import { present } from './board-rows.ts';
import type { BoardTables, HoldTable, RemedyTable } from './board-tables.ts';
import { guarded } from './translate-error.ts';

/** The read model of holds and remedies. */
export interface ApprovalBoard {
  /** Takes a row with a higher version than the one there. @throws ShieldError `postgres.*` */
  putHold(row: HoldRow): Promise<void>;
  putRemedy(row: RemedyRow): Promise<void>;
  /** Undecided, the earliest due first. @throws ShieldError `postgres.*` */
  openHolds(limit: number): Promise<readonly HoldRow[]>;
  openRemedies(limit: number): Promise<readonly RemedyRow[]>;
  hold(id: HoldId): Promise<HoldRow | undefined>;
  remedy(id: RemedyId): Promise<RemedyRow | undefined>;
  /** What an appeal is about. */
  statement(code: StatementCode): Promise<StatementRow | undefined>;
}

/**
 * The read model of holds and remedies; workflows decide, this shows. Late rows of a lower version
 * change nothing.
 */
export function createApprovalBoard(query: Kysely<BoardTables>): ApprovalBoard {
  const holds = query.selectFrom('board.hold_row').selectAll();
  const remedies = query.selectFrom('board.remedy_row').selectAll();
  return {
    putHold: (row) => guarded(() => putHold(query, row)),
    putRemedy: (row) => guarded(() => putRemedy(query, row)),
    openHolds: (limit) =>
      guarded(async () => {
        const open = holds.where('state', 'in', ['held', 'proceeded']);
        const found = await open.orderBy('due_at_ms').orderBy('id').limit(limit).execute();
        return found.map(tableToHold);
      }),
    openRemedies: (limit) =>
      guarded(async () => {
        const open = remedies.where('state', 'in', ['open', 'overdue']);
        const found = await open.orderBy('due_at_ms').orderBy('id').limit(limit).execute();
        return found.map(tableToRemedy);
      }),
    hold: (id) =>
      guarded(async () => {
        const found = await holds.where('id', '=', id).executeTakeFirst();
        return found === undefined ? undefined : tableToHold(found);
      }),
    remedy: (id) =>
      guarded(async () => {
        const found = await remedies.where('id', '=', id).executeTakeFirst();
        return found === undefined ? undefined : tableToRemedy(found);
      }),
    statement: (code) => guarded(() => findStatement(query, code)),
  };
}

async function putHold(query: Kysely<BoardTables>, row: HoldRow): Promise<void> {
  const table: HoldTable = {
    id: row.id,
    defender: row.defender,
    action: row.action,
    origin: row.origin,
    ground: row.ground,
    state: row.state,
    asked_at_ms: row.askedAt,
    due_at_ms: row.dueAt,
    allowed_by: JSON.stringify(row.allowedBy),
    decided_by: row.decidedBy ?? null,
    version: row.version,
  };
  await query
    .insertInto('board.hold_row')
    .values(table)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(table).where('board.hold_row.version', '<', table.version),
    )
    .execute();
}

async function putRemedy(query: Kysely<BoardTables>, row: RemedyRow): Promise<void> {
  const table: RemedyTable = {
    id: row.id,
    defender: row.defender,
    cause: row.cause,
    case_id: row.case ?? null,
    hold_id: row.hold ?? null,
    instance: row.instance ?? null,
    state: row.state,
    first_deciders: JSON.stringify(row.firstDeciders),
    opened_at_ms: row.openedAt,
    due_at_ms: row.dueAt,
    decided_by: row.decidedBy ?? null,
    decided_at_ms: row.decidedAt ?? null,
    version: row.version,
  };
  await query
    .insertInto('board.remedy_row')
    .values(table)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(table)
        .where('board.remedy_row.version', '<', table.version),
    )
    .execute();
}

async function findStatement(
  query: Kysely<BoardTables>,
  code: StatementCode,
): Promise<StatementRow | undefined> {
  const found = await query
    .selectFrom('board.statement_row')
    .selectAll()
    .where('code', '=', code)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  return {
    code,
    instance: found.instance as StatementRow['instance'],
    case: found.case_id as StatementRow['case'],
    defender: found.defender as StatementRow['defender'],
    at: found.at_ms,
  };
}

/** The tables are written here alone: what they hold is trusted. */
export function tableToHold(table: HoldTable): HoldRow {
  return {
    id: table.id as HoldRow['id'],
    defender: table.defender as HoldRow['defender'],
    action: table.action as HoldRow['action'],
    origin: table.origin as HoldRow['origin'],
    ground: table.ground as HoldRow['ground'],
    state: table.state as HoldRow['state'],
    askedAt: table.asked_at_ms,
    dueAt: table.due_at_ms,
    allowedBy: table.allowed_by as HoldRow['allowedBy'],
    version: table.version,
    ...present({ decidedBy: table.decided_by as HoldRow['decidedBy'] | null }),
  };
}

/** The table is written here alone: what it holds is trusted. */
export function tableToRemedy(table: RemedyTable): RemedyRow {
  return {
    id: table.id as RemedyRow['id'],
    defender: table.defender as RemedyRow['defender'],
    cause: table.cause as RemedyRow['cause'],
    state: table.state as RemedyRow['state'],
    firstDeciders: table.first_deciders as RemedyRow['firstDeciders'],
    openedAt: table.opened_at_ms,
    dueAt: table.due_at_ms,
    version: table.version,
    ...present({
      case: table.case_id as RemedyRow['case'] | null,
      hold: table.hold_id as RemedyRow['hold'] | null,
      instance: table.instance as RemedyRow['instance'] | null,
      decidedBy: table.decided_by as RemedyRow['decidedBy'] | null,
      decidedAt: table.decided_at_ms,
    }),
  };
}

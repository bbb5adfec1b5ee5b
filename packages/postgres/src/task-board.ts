import type {
  BoardRows,
  CaseId,
  CaseRow,
  DecisionRow,
  StatementRow,
  TaskId,
  TaskRow,
} from '@hrd-shield/contracts';
import type { Kysely } from 'kysely';
import {
  caseToTable,
  decisionToTable,
  tableToCase,
  tableToDecision,
  tableToTask,
  taskToTable,
} from './board-rows.ts';
import type { BoardTables } from './board-tables.ts';
import { guarded } from './translate-error.ts';

/** The read model of cases and tasks. */
export interface TaskBoard {
  /** Takes rows with a higher version than the one there. @throws ShieldError `postgres.*` */
  put(rows: BoardRows): Promise<void>;
  /** Undecided tasks, the most urgent first, then the earliest due. @throws ShieldError `postgres.*` */
  openTasks(limit: number): Promise<readonly TaskRow[]>;
  task(id: TaskId): Promise<TaskRow | undefined>;
  case(id: CaseId): Promise<CaseRow | undefined>;
  tasksOf(id: CaseId): Promise<readonly TaskRow[]>;
  /** What people did with a task, in order. */
  decisionsOf(id: TaskId): Promise<readonly DecisionRow[]>;
}

/** Tasks of one case that are shown. */
const MAX_CASE_TASKS = 100;

/**
 * The read model of cases and tasks; workflows decide, this shows. Late rows of a lower version
 * change nothing.
 */
export function createTaskBoard(query: Kysely<BoardTables>): TaskBoard {
  return {
    put: (rows) =>
      guarded(() =>
        query.transaction().execute(async (within) => {
          for (const row of rows.cases) await putCase(within, row);
          for (const row of rows.tasks) await putTask(within, row);
          for (const row of rows.decisions ?? []) await addDecision(within, row);
          for (const row of rows.statements ?? []) await addStatement(within, row);
        }),
      ),
    openTasks: (limit) =>
      guarded(async () => {
        const found = await query
          .selectFrom('board.task_row')
          .selectAll()
          .where('state', '<>', 'decided')
          .orderBy('urgency', 'desc')
          .orderBy('due_at_ms')
          .orderBy('id')
          .limit(limit)
          .execute();
        return found.map(tableToTask);
      }),
    task: (id) =>
      guarded(async () => {
        const found = await query
          .selectFrom('board.task_row')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirst();
        return found === undefined ? undefined : tableToTask(found);
      }),
    case: (id) =>
      guarded(async () => {
        const found = await query
          .selectFrom('board.case_row')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirst();
        return found === undefined ? undefined : tableToCase(found);
      }),
    tasksOf: (id) =>
      guarded(async () => {
        const found = await query
          .selectFrom('board.task_row')
          .selectAll()
          .where('case_id', '=', id)
          .orderBy('opened_at_ms')
          .limit(MAX_CASE_TASKS)
          .execute();
        return found.map(tableToTask);
      }),
    decisionsOf: (id) => decisionsOf(query, id),
  };
}

async function addStatement(query: Kysely<BoardTables>, row: StatementRow): Promise<void> {
  const { at, case: forCase, code, defender, instance } = row;
  await query
    .insertInto('board.statement_row')
    .values({ code, instance, case_id: forCase, defender, at_ms: at })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute();
}

async function addDecision(query: Kysely<BoardTables>, row: DecisionRow): Promise<void> {
  await query
    .insertInto('board.decision_row')
    .values(decisionToTable(row))
    .onConflict((conflict) => conflict.columns(['task', 'ordinal']).doNothing())
    .execute();
}

async function putCase(query: Kysely<BoardTables>, row: CaseRow): Promise<void> {
  const table = caseToTable(row);
  await query
    .insertInto('board.case_row')
    .values(table)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(table).where('board.case_row.version', '<', table.version),
    )
    .execute();
}

async function putTask(query: Kysely<BoardTables>, row: TaskRow): Promise<void> {
  const table = taskToTable(row);
  await query
    .insertInto('board.task_row')
    .values(table)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(table).where('board.task_row.version', '<', table.version),
    )
    .execute();
}

function decisionsOf(query: Kysely<BoardTables>, id: TaskId): Promise<readonly DecisionRow[]> {
  return guarded(async () => {
    const found = await query
      .selectFrom('board.decision_row')
      .selectAll()
      .where('task', '=', id)
      .orderBy('ordinal')
      .limit(MAX_CASE_TASKS)
      .execute();
    return found.map(tableToDecision);
  });
}

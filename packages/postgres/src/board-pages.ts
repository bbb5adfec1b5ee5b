import type { CaseRow, HoldRow, RemedyRow, TaskRow } from '@hrd-shield/contracts';
import type { Kysely } from 'kysely';
import { tableToHold, tableToRemedy } from './approval-board.ts';
import { tableToCase, tableToTask } from './board-rows.ts';
import type { BoardTables } from './board-tables.ts';
import { guarded } from './translate-error.ts';

/** What comes after an entry of a list; the first page when absent. */
export interface PageAfter<Key> {
  readonly limit: number;
  readonly after?: Key | undefined;
}

/** Due time and id of the entry before. */
export type DueKey = readonly [dueAt: number, id: string];

/** Lists of the read model, page by page, each by the key of its last entry. */
export interface BoardPages {
  /** Undecided, the most urgent first, then the earliest due. @throws ShieldError `postgres.*` */
  tasks(page: PageAfter<readonly [urgency: number, ...DueKey]>): Promise<readonly TaskRow[]>;
  /** The latest first. */
  cases(
    page: PageAfter<readonly [openedAt: number, id: string]> & {
      readonly state?: CaseRow['state'] | undefined;
    },
  ): Promise<readonly CaseRow[]>;
  /** Undecided, the earliest due first. */
  holds(page: PageAfter<DueKey>): Promise<readonly HoldRow[]>;
  remedies(page: PageAfter<DueKey>): Promise<readonly RemedyRow[]>;
}

/** Lists by key set, never by offset: a row that is decided meanwhile shifts no page. */
export function createBoardPages(query: Kysely<BoardTables>): BoardPages {
  return {
    tasks: ({ after, limit }) =>
      guarded(async () => {
        let found = query.selectFrom('board.task_row').selectAll().where('state', '<>', 'decided');
        if (after !== undefined) {
          const [urgency, dueAt, id] = after;
          found = found.where(({ and, eb, or, refTuple, tuple }) =>
            or([
              eb('urgency', '<', urgency),
              and([
                eb('urgency', '=', urgency),
                eb(refTuple('due_at_ms', 'id'), '>', tuple(dueAt, id)),
              ]),
            ]),
          );
        }
        const ordered = found.orderBy('urgency', 'desc').orderBy('due_at_ms').orderBy('id');
        return (await ordered.limit(limit).execute()).map(tableToTask);
      }),
    cases: ({ after, limit, state }) =>
      guarded(async () => {
        let found = query.selectFrom('board.case_row').selectAll();
        if (state !== undefined) found = found.where('state', '=', state);
        if (after !== undefined) {
          found = found.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('opened_at_ms', 'id'), '<', tuple(after[0], after[1])),
          );
        }
        const ordered = found.orderBy('opened_at_ms', 'desc').orderBy('id', 'desc');
        return (await ordered.limit(limit).execute()).map(tableToCase);
      }),
    holds: ({ after, limit }) =>
      guarded(async () => {
        let found = query
          .selectFrom('board.hold_row')
          .selectAll()
          .where('state', 'in', ['held', 'proceeded']);
        if (after !== undefined) {
          found = found.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('due_at_ms', 'id'), '>', tuple(after[0], after[1])),
          );
        }
        const ordered = found.orderBy('due_at_ms').orderBy('id');
        return (await ordered.limit(limit).execute()).map(tableToHold);
      }),
    remedies: ({ after, limit }) =>
      guarded(async () => {
        let found = query
          .selectFrom('board.remedy_row')
          .selectAll()
          .where('state', 'in', ['open', 'overdue']);
        if (after !== undefined) {
          found = found.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('due_at_ms', 'id'), '>', tuple(after[0], after[1])),
          );
        }
        const ordered = found.orderBy('due_at_ms').orderBy('id');
        return (await ordered.limit(limit).execute()).map(tableToRemedy);
      }),
  };
}

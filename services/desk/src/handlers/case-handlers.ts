import type { CaseRow, TaskRow } from '@hrd-shield/contracts';
import type { CaseShown, TaskShown } from '@hrd-shield/contracts/desk';
import type { z } from 'zod';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { pageFrom } from '../server/sign-cursor.ts';
import type { DeskParts } from './desk-parts.ts';

const LIST = 'cases';

/** Cases as responders see them, and the end of one measure by hand. */
export function createCaseHandlers({
  board,
  cursors,
  pages,
  protection,
}: DeskParts): HandlersOf<'listCases' | 'readCase' | 'endMeasure'> {
  return {
    listCases: async ({ query }) => {
      const after = cursors.read(LIST, query.cursor) as [number, string] | undefined;
      const found = await pages.cases({ limit: query.limit + 1, after, state: query.state });
      const page = pageFrom(found, query.limit, ({ id, openedAt }) =>
        cursors.write(LIST, [openedAt, id]),
      );
      return done({ ...page, items: page.items.map(caseBody) });
    },
    readCase: async ({ params }) => {
      const found = await board.case(params.case);
      if (found === undefined) return refuse('case.unknown');
      const tasks = await board.tasksOf(found.id);
      return done({ case: caseBody(found), tasks: tasks.map(taskBody) }, found.version);
    },
    endMeasure: async ({ params }) => {
      const found = await board.case(params.case);
      if (found === undefined) return refuse('case.unknown');
      const { instance } = params;
      const end = { instance, by: 'responder' } as const;
      const answer = await protection.endMeasure(found.defender, end);
      return answer.ok ? done({ instance }) : refuse(answer.code);
    },
  };
}

/** The lists of a row are read-only and those of a schema are not; what is in them is the same. */
function caseBody(row: CaseRow): z.input<typeof CaseShown> {
  return { ...row, measures: [...row.measures] };
}

/** A row of the task board as the API tells it. */
export function taskBody({
  approvedBy,
  gaps,
  options,
  ...row
}: TaskRow): z.input<typeof TaskShown> {
  return {
    ...row,
    options: [...options],
    ...(gaps === undefined ? {} : { gaps: [...gaps] }),
    ...(approvedBy === undefined ? {} : { approvedBy: [...approvedBy] }),
  };
}

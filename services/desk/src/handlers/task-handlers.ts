import type { DecisionRow, DefenderRef, Sealed, TaskId } from '@hrd-shield/contracts';
import { SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { shiftOf } from '@hrd-shield/postgres';
import type { DeskAnswer, TaskPrincipal } from '@hrd-shield/temporal';
import type { Principal } from '../principal.ts';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { pageFrom } from '../server/sign-cursor.ts';
import { taskBody } from './case-handlers.ts';
import type { DeskParts } from './desk-parts.ts';
import { seatOf } from './seat-of.ts';

type Acts =
  | 'listTasks'
  | 'readTask'
  | 'claimTask'
  | 'decideTask'
  | 'handOverTask'
  | 'contactTask'
  | 'passTask'
  | 'undoTask'
  | 'readNote';

const LIST = 'tasks';

/** Tasks and what responders do with them; notes are sealed before they are kept. */
export function createTaskHandlers(parts: DeskParts): HandlersOf<Acts> {
  const { board, cursors, desk, pages } = parts;
  const act = actsOn(parts);
  return {
    listTasks: async ({ query }) => {
      const after = cursors.read(LIST, query.cursor) as [number, number, string] | undefined;
      const found = await pages.tasks({ limit: query.limit + 1, after });
      const page = pageFrom(found, query.limit, ({ dueAt, id, urgency }) =>
        cursors.write(LIST, [urgency ?? 0, dueAt, id]),
      );
      return done({ ...page, items: page.items.map(taskBody) });
    },
    readTask: async ({ params }) => {
      const task = await board.task(params.task);
      if (task === undefined) return refuse('task.unknown');
      const decisions = (await board.decisionsOf(task.id)).map(shown);
      return done({ task: taskBody(task), decisions }, task.version);
    },
    claimTask: ({ params, principal }) =>
      act(principal, params.task, undefined, (who) => desk.claim(who, params.task)),
    decideTask: ({ body, params, principal }) =>
      act(principal, params.task, body.note, (who, note) =>
        desk.decide(who, { ...body, task: params.task, note }),
      ),
    handOverTask: ({ body, params, principal }) =>
      act(principal, params.task, body.note, (who, note) =>
        desk.handOver(who, { task: params.task, to: body.to, note }),
      ),
    contactTask: ({ body, params, principal }) =>
      act(principal, params.task, body.note, (who, note) =>
        desk.contact(who, { task: params.task, channel: body.channel, note }),
      ),
    passTask: ({ body, params, principal }) =>
      act(principal, params.task, undefined, (who) => desk.pass(who, params.task, body.reason)),
    undoTask: ({ body, params, principal }) =>
      act(principal, params.task, undefined, (who) => desk.undo(who, params.task, body.reasons)),
    readNote: async ({ now, params, principal }) => {
      const task = await board.task(params.task);
      const decisions = task === undefined ? [] : await board.decisionsOf(task.id);
      const note = decisions.find(({ ordinal }) => ordinal === params.ordinal)?.note;
      const who = await seatOf(parts.persons, principal);
      if (task === undefined || note === undefined || who === undefined) {
        return refuse('task.unknown');
      }
      await parts.exposure.add(who.responder, shiftOf(now));
      const text = await parts.sealer.open(task.defender, SEAL_PURPOSES.taskNote, note);
      return done({ text: Buffer.from(text).toString() });
    },
  };
}

type Does = (who: TaskPrincipal, note: Sealed | undefined) => Promise<DeskAnswer>;

/** Does one thing to one task as whoever is signed in; the note is sealed before it goes on. */
function actsOn({ board, persons, sealer }: DeskParts) {
  const sealed = (defender: DefenderRef, text: string): Promise<Sealed> =>
    sealer.seal(defender, SEAL_PURPOSES.taskNote, Buffer.from(text));
  return async (principal: Principal, id: TaskId, text: string | undefined, does: Does) => {
    const who = await seatOf(persons, principal);
    if (who === undefined) return refuse('access.refused');
    const task = await board.task(id);
    if (task === undefined) return refuse('task.unknown');
    const note = text === undefined ? undefined : await sealed(task.defender, text);
    const answer = await does(who, note);
    return answer.ok ? done({ task: taskBody(answer.task) }) : refuse(answer.code);
  };
}

function shown({ note, ...row }: DecisionRow) {
  return { ...row, hasNote: note !== undefined };
}

import { randomBytes } from 'node:crypto';
import type { DefenderRef, HoldRow, RemedyId, RemedyRow, Sealed } from '@hrd-shield/contracts';
import type { HoldShown, RemedyShown } from '@hrd-shield/contracts/desk';
import { type Appeal, appealSubject } from '@hrd-shield/domain/remedy';
import { SEAL_PURPOSES } from '@hrd-shield/pipeline';
import type { RemedyPolicy } from '@hrd-shield/policy';
import type { z } from 'zod';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { pageFrom } from '../server/sign-cursor.ts';
import type { DeskParts } from './desk-parts.ts';
import { seatOf } from './seat-of.ts';

const REF_BYTES = 16;

/** Seals what somebody wrote about a defender. */
function noteSealer({ sealer }: DeskParts) {
  return async (defender: DefenderRef, text: string | undefined): Promise<Sealed | undefined> =>
    text === undefined
      ? undefined
      : sealer.seal(defender, SEAL_PURPOSES.taskNote, Buffer.from(text));
}

/** Holds: listed by when they are due, decided by whoever has a seat and no part in it. */
export function createHoldHandlers(
  parts: DeskParts,
): HandlersOf<'listHolds' | 'readHold' | 'decideHold'> {
  const { approvalDesk, approvals, cursors, pages, persons } = parts;
  const noteFor = noteSealer(parts);
  return {
    listHolds: async ({ query }) => {
      const after = cursors.read('holds', query.cursor) as [number, string] | undefined;
      const found = await pages.holds({ limit: query.limit + 1, after });
      const page = pageFrom(found, query.limit, ({ dueAt, id }) =>
        cursors.write('holds', [dueAt, id]),
      );
      return done({ ...page, items: page.items.map(holdBody) });
    },
    readHold: async ({ params }) => {
      const hold = await approvals.hold(params.hold);
      return hold === undefined
        ? refuse('hold.unknown')
        : done({ hold: holdBody(hold) }, hold.version);
    },
    decideHold: async ({ body, params, principal }) => {
      const who = await seatOf(persons, principal);
      const hold = await approvals.hold(params.hold);
      if (who === undefined) return refuse('access.refused');
      if (hold === undefined) return refuse('hold.unknown');
      const { option, reasons } = body;
      const note = await noteFor(hold.defender, body.note);
      const answer = await approvalDesk.decideHold(who, hold.id, { option, reasons, note });
      return answer.ok ? done({ hold: hold.id, option }) : refuse(answer.code);
    },
  };
}

/** Remedy cases: listed by when they are due, decided by somebody else than before. */
export function createRemedyHandlers(
  parts: DeskParts,
): HandlersOf<'listRemedies' | 'readRemedy' | 'decideRemedy'> {
  const { approvalDesk, approvals, cursors, pages, persons } = parts;
  const noteFor = noteSealer(parts);
  return {
    listRemedies: async ({ query }) => {
      const after = cursors.read('remedies', query.cursor) as [number, string] | undefined;
      const found = await pages.remedies({ limit: query.limit + 1, after });
      const page = pageFrom(found, query.limit, ({ dueAt, id }) =>
        cursors.write('remedies', [dueAt, id]),
      );
      return done({ ...page, items: page.items.map(remedyBody) });
    },
    readRemedy: async ({ params }) => {
      const remedy = await approvals.remedy(params.remedy);
      return remedy === undefined
        ? refuse('remedy.unknown')
        : done({ remedy: remedyBody(remedy) }, remedy.version);
    },
    decideRemedy: async ({ body, params, principal }) => {
      const who = await seatOf(persons, principal);
      const remedy = await approvals.remedy(params.remedy);
      if (who === undefined) return refuse('access.refused');
      if (remedy === undefined) return refuse('remedy.unknown');
      const { option, reasons } = body;
      const note = await noteFor(remedy.defender, body.note);
      const answer = await approvalDesk.decideRemedy(who, remedy.id, { option, reasons, note });
      return answer.ok ? done({ remedy: remedy.id, option }) : refuse(answer.code);
    },
  };
}

/**
 * Opens a remedy case from a statement of reasons, or from a case.
 *
 * @param policy says until when it must be answered
 */
export function createAppealHandlers(
  parts: DeskParts,
  policy: RemedyPolicy,
): HandlersOf<'openAppeal' | 'appealCase'> {
  const { approvals, board } = parts;
  const openRemedy = async (against: Appeal['against'], openedAt: number) => {
    const tasks = await board.tasksOf(against.case);
    const remedy = `y_${randomBytes(REF_BYTES).toString('base64url')}` as RemedyId;
    const about = appealSubject({ remedy, against, tasks, openedAt }, policy);
    await parts.remedies.open(about);
    return done({ remedy, dueAt: about.dueAt });
  };
  return {
    openAppeal: async ({ body, now }) => {
      const statement = await approvals.statement(body.statement);
      return statement === undefined ? refuse('statement.unknown') : openRemedy(statement, now);
    },
    appealCase: async ({ now, params }) => {
      const found = await board.case(params.case);
      if (found === undefined) return refuse('case.unknown');
      return openRemedy({ case: found.id, defender: found.defender }, now);
    },
  };
}

/** The lists of a row are read-only and those of a schema are not; what is in them is the same. */
function holdBody(row: HoldRow): z.input<typeof HoldShown> {
  return { ...row, allowedBy: [...row.allowedBy] };
}

function remedyBody(row: RemedyRow): z.input<typeof RemedyShown> {
  return { ...row, firstDeciders: [...row.firstDeciders] };
}

import {
  type ContactChannel,
  DECISION_REASONS,
  type DecisionReason,
  type ErrorCode,
  type PassReason,
  type ResponderRef,
  type Sealed,
  sha256Hex,
  type TaskId,
  type TaskRow,
  type Verdict,
} from '@hrd-shield/contracts';
import type { Answer } from './ask-protection.ts';
import type { TemporalConnection } from './connect.ts';
import { seatOf, type TaskPrincipal } from './task-principal.ts';
import { createTaskUpdates, type TaskUpdates } from './task-updates.ts';

export interface DecisionRequest {
  readonly task: TaskId;
  readonly option: string;
  readonly verdict: Verdict;
  /** At least one; free text goes into the note. */
  readonly reasons: readonly DecisionReason[];
  readonly note?: Sealed | undefined;
  /** Version of the evidence that the responder saw; that of the board when absent. */
  readonly evidenceVersion?: number | undefined;
}

export interface ContactRequest {
  readonly task: TaskId;
  readonly channel: ContactChannel;
  readonly note?: Sealed | undefined;
}

export interface HandOverRequest {
  readonly task: TaskId;
  readonly to: ResponderRef;
  readonly note?: Sealed | undefined;
}

/** Taken, with the task as the board showed it, or refused with a code. */
export type DeskAnswer =
  | { readonly ok: true; readonly task: TaskRow }
  | { readonly ok: false; readonly code: ErrorCode };

/** The use cases of people with tasks: command line and HTTP call the same, and nobody else. */
export interface TaskDesk {
  /**
   * Takes a task. One that is refused for a conflict or a spent budget goes back to the rota, so
   * that it waits for somebody else at once.
   * @throws ShieldError `temporal.*` | `postgres.*`
   */
  claim(principal: TaskPrincipal, task: TaskId): Promise<DeskAnswer>;
  /** @throws ShieldError `temporal.*` | `postgres.*` */
  decide(principal: TaskPrincipal, request: DecisionRequest): Promise<DeskAnswer>;
  handOver(principal: TaskPrincipal, request: HandOverRequest): Promise<DeskAnswer>;
  contact(principal: TaskPrincipal, request: ContactRequest): Promise<DeskAnswer>;
  pass(principal: TaskPrincipal, task: TaskId, reason: PassReason): Promise<DeskAnswer>;
  undo(
    principal: TaskPrincipal,
    task: TaskId,
    reasons: readonly DecisionReason[],
  ): Promise<DeskAnswer>;
}

export interface TaskDeskDeps {
  /** From the read model: it knows whose workflow has the task. */
  readonly findTask: (id: TaskId) => Promise<TaskRow | undefined>;
  readonly updates: TaskUpdates;
  /** Whether the exposure budget of the shift is spent; nobody's is when absent. */
  readonly isExposed?: ((responder: ResponderRef) => Promise<boolean>) | undefined;
}

/** The desk over a connection. */
export function openTaskDesk(
  to: TemporalConnection,
  deps: Omit<TaskDeskDeps, 'updates'>,
): TaskDesk {
  return createTaskDesk({ ...deps, updates: createTaskUpdates(to) });
}

const PASSED_ON: Readonly<Partial<Record<ErrorCode, PassReason>>> = {
  'task.conflict': 'conflict',
  'task.exposure-spent': 'exposure',
};

/**
 * Seats whoever asks by their principal, never by what they say of themselves. A claim that the
 * workflow refuses for a conflict or a spent budget passes the task on.
 */
export function createTaskDesk({ findTask, isExposed, updates }: TaskDeskDeps): TaskDesk {
  async function withTask(
    principal: TaskPrincipal,
    id: TaskId,
    act: (task: TaskRow, who: Who) => Promise<Answer>,
  ): Promise<DeskAnswer> {
    if (principal.role === 'observer') return { ok: false, code: 'access.refused' };
    const task = await findTask(id);
    if (task === undefined) return { ok: false, code: 'task.unknown' };
    const { responder, scripted } = principal;
    const isSpent = (await isExposed?.(responder)) ?? false;
    const who = { task: id, responder, scripted, seat: seatOf(principal, isSpent) };
    const answer = await act(task, who);
    return answer.ok ? { ok: true, task } : answer;
  }

  async function claim(task: TaskRow, who: Who): Promise<Answer> {
    const answer = await updates.claim(task.defender, who);
    const reason = answer.ok ? undefined : PASSED_ON[answer.code];
    if (reason !== undefined) await updates.pass(task.defender, { ...who, reason });
    return answer;
  }

  return {
    claim: (principal, id) => withTask(principal, id, claim),
    decide: (principal, request) =>
      withTask(principal, request.task, async (task, who) => {
        const { note, option, reasons, verdict } = request;
        if (!areKnown(reasons)) return { ok: false, code: 'task.unknown-reason' };
        return updates.decide(task.defender, {
          ...who,
          option,
          verdict,
          reason: reasons.join(','),
          evidenceVersion: request.evidenceVersion ?? task.evidenceVersion,
          shownHash: shownHashOf(task),
          ...(note === undefined ? {} : { note }),
        });
      }),
    handOver: (principal, { note, task: id, to }) =>
      withTask(principal, id, (task, who) =>
        updates.handOver(task.defender, { ...who, to, ...(note === undefined ? {} : { note }) }),
      ),
    contact: (principal, { channel, note, task: id }) =>
      withTask(principal, id, (task, who) =>
        updates.contact(task.defender, {
          ...who,
          channel,
          ...(note === undefined ? {} : { note }),
        }),
      ),
    pass: (principal, id, reason) =>
      withTask(principal, id, (task, who) => updates.pass(task.defender, { ...who, reason })),
    undo: (principal, id, reasons) =>
      withTask(principal, id, async (task, who) =>
        areKnown(reasons)
          ? updates.undo(task.defender, { ...who, reasons })
          : { ok: false, code: 'task.unknown-reason' },
      ),
  };
}

type Who = Parameters<TaskUpdates['claim']>[1];

function areKnown(reasons: readonly string[]): boolean {
  const known: readonly string[] = DECISION_REASONS;
  return reasons.length > 0 && reasons.every((reason) => known.includes(reason));
}

/** Names what the board showed when the decision was made. */
function shownHashOf(task: TaskRow): string {
  return sha256Hex(JSON.stringify(Object.entries(task).sort(([a], [b]) => (a < b ? -1 : 1))));
}

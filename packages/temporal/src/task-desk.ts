import type { ErrorCode, ResponderRef, TaskId, TaskRow, Verdict } from '@hrd-shield/contracts';
import type { ProtectionClient } from './protection-client.ts';

/** Who acts; always from a token, never from what was typed. */
export interface TaskPrincipal {
  readonly responder: ResponderRef;
  readonly role: 'responder' | 'shift-lead' | 'observer';
  readonly scripted: boolean;
}

export interface DecisionRequest {
  readonly task: TaskId;
  readonly option: string;
  readonly verdict: Verdict;
  /** Coded reason, without data of a person. */
  readonly reason: string;
  /** Version of the evidence that the responder saw; that of the board when absent. */
  readonly evidenceVersion?: number;
}

/** Taken, with the task as the board showed it, or refused with a code. */
export type DeskAnswer =
  | { readonly ok: true; readonly task: TaskRow }
  | { readonly ok: false; readonly code: ErrorCode };

/** The use cases of people with tasks: command line and HTTP call the same. */
export interface TaskDesk {
  /** @throws ShieldError `temporal.*` | `postgres.*` */
  claim(principal: TaskPrincipal, task: TaskId): Promise<DeskAnswer>;
  /** @throws ShieldError `temporal.*` | `postgres.*` */
  decide(principal: TaskPrincipal, request: DecisionRequest): Promise<DeskAnswer>;
}

export interface TaskDeskDeps {
  /** From the read model: it knows whose workflow has the task. */
  readonly findTask: (id: TaskId) => Promise<TaskRow | undefined>;
  readonly protection: Pick<ProtectionClient, 'claimTask' | 'decideTask'>;
}

export function createTaskDesk(deps: TaskDeskDeps): TaskDesk {
  async function withTask(
    principal: TaskPrincipal,
    id: TaskId,
    act: (task: TaskRow) => ReturnType<ProtectionClient['claimTask']>,
  ): Promise<DeskAnswer> {
    if (principal.role === 'observer') return { ok: false, code: 'access.refused' };
    const task = await deps.findTask(id);
    if (task === undefined) return { ok: false, code: 'task.unknown' };
    const answer = await act(task);
    return answer.ok ? { ok: true, task } : answer;
  }

  return {
    claim: (principal, id) =>
      withTask(principal, id, ({ defender }) => {
        const { responder, scripted } = principal;
        return deps.protection.claimTask(defender, { task: id, responder, scripted });
      }),
    decide: (principal, request) =>
      withTask(principal, request.task, (task) => {
        const { responder, scripted } = principal;
        const evidenceVersion = request.evidenceVersion ?? task.evidenceVersion;
        const decision = { ...request, evidenceVersion, responder, scripted };
        return deps.protection.decideTask(task.defender, decision);
      }),
  };
}

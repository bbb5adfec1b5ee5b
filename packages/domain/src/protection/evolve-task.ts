import { invariant, type TaskAct } from '@hrd-shield/contracts/pure';
import type { ProtectionFact } from './facts.ts';
import type { ProtectionState, TaskState } from './state.ts';

type TaskFact = Extract<ProtectionFact, { kind: `task.${string}` }>;
type LaterFact = Exclude<TaskFact, { kind: 'task.opened' }>;

/** Folds one fact about a task. Total: a fact of a task that is gone changes nothing. */
export function evolveTask(state: ProtectionState, fact: TaskFact): ProtectionState {
  if (fact.kind === 'task.opened') {
    return {
      ...state,
      tasks: { ...state.tasks, [fact.task.id]: fact.task },
      taskCount: state.taskCount + 1,
    };
  }
  const task = state.tasks[taskOf(fact)];
  if (task === undefined) return state;
  return { ...state, tasks: { ...state.tasks, [task.id]: changeTask(task, fact) } };
}

/** Which task a fact is about. */
export function taskOf(fact: LaterFact): TaskState['id'] {
  const act = actIn(fact);
  if (act !== undefined) return act.task;
  invariant('task' in fact, 'every fact of a task names it');
  return fact.task;
}

/** What a person did, where the fact is one. */
export function actIn(fact: LaterFact): TaskAct | undefined {
  switch (fact.kind) {
    case 'task.claimed':
      return fact.claim;
    case 'task.decided':
    case 'task.approved':
      return fact.decision;
    case 'task.undone':
      return fact.undo;
    case 'task.contacted':
      return fact.contact;
    case 'task.handed-over':
      return fact.handOver;
    case 'task.passed':
      return fact.pass;
    default:
      return undefined;
  }
}

function changeTask(task: TaskState, fact: LaterFact): TaskState {
  switch (fact.kind) {
    case 'task.claimed':
      return {
        ...task,
        claims: task.claims + 1,
        claim: { responder: fact.claim.responder, leaseUntil: fact.leaseUntil },
      };
    case 'task.handed-over':
      return {
        ...counted(task),
        claims: task.claims + 1,
        claim: { responder: fact.handOver.to, leaseUntil: fact.leaseUntil },
      };
    case 'task.decided':
      return {
        ...counted(stopClock(task)),
        decision: {
          option: fact.decision.option,
          at: fact.at,
          responder: fact.decision.responder,
          verdict: fact.decision.verdict,
          ...(fact.undoUntil === undefined ? {} : { undoUntil: fact.undoUntil }),
        },
      };
    case 'task.carried-out':
      return task.decision === undefined
        ? task
        : {
            ...task,
            decision: { ...task.decision, requested: fact.requested, released: fact.released },
          };
    case 'task.approved':
      return { ...counted(withoutClaim(task)), approvals: approvalsWith(task, fact.decision) };
    case 'task.undone': {
      const { decision: _, approvals: __, ...open } = counted(withoutClaim(task));
      return due({ ...open, undone: true }, fact.nextRungAt);
    }
    case 'task.withdrawn':
      return { ...stopClock(task), decision: { option: WITHDRAWN_OPTION, at: fact.at } };
    case 'task.contacted': {
      const { evidenceVersion } = task;
      return { ...counted(stopClock(task)), contact: { at: fact.at, evidenceVersion } };
    }
    case 'task.clock-restarted': {
      const { contact: _, ...rest } = task;
      return due({ ...rest, dueAt: fact.dueAt }, fact.nextRungAt);
    }
    case 'task.passed':
      return passTo(task, fact);
    default:
      return climb(task, fact);
  }
}

function climb(
  task: TaskState,
  fact: Extract<LaterFact, { kind: 'task.rung-reached' | 'task.rung-told' }>,
): TaskState {
  if (fact.kind === 'task.rung-reached') {
    const overdue = fact.overdue ? { overdue: true } : {};
    const next = due({ ...stopClock(task), ...overdue, rungs: task.rungs + 1 }, fact.nextRungAt);
    // Where notices are sent, the rung counts when its notice has arrived.
    if (fact.notice === undefined) return { ...next, rung: fact.rung };
    return { ...next, told: [...(task.told ?? []), { notice: fact.notice, rung: fact.rung }] };
  }
  const told = (task.told ?? []).filter(({ notice }) => notice !== fact.delivery.notice);
  const next = { ...task, told };
  if (fact.delivery.state === 'delivered') return { ...next, rung: fact.rung };
  return fact.nextRungAt === undefined ? next : { ...next, nextRungAt: fact.nextRungAt };
}

function passTo(task: TaskState, fact: Extract<LaterFact, { kind: 'task.passed' }>): TaskState {
  const { pass } = fact;
  const { desk: _, ...freed } = counted(
    task.claim?.responder === pass.responder ? withoutClaim(task) : task,
  );
  const gaps = [...new Set([...(task.gaps ?? []), ...fact.gaps])];
  const known = task.conflicted ?? [];
  const passed: TaskState = {
    ...freed,
    gaps,
    ...(fact.desk === undefined ? {} : { desk: fact.desk }),
    ...(pass.reason === 'conflict'
      ? { conflicted: [...new Set([...known, pass.responder])].slice(-MAX_CONFLICTED) }
      : {}),
  };
  return fact.nextRungAt === undefined ? passed : { ...passed, nextRungAt: fact.nextRungAt };
}

/** What stands in place of an option when a withdrawal ends a task. */
export const WITHDRAWN_OPTION = 'withdrawn';

/** People whose conflict with one task is remembered. */
const MAX_CONFLICTED = 64;

function approvalsWith(
  task: TaskState,
  decision: Extract<LaterFact, { kind: 'task.approved' }>['decision'],
): NonNullable<TaskState['approvals']> {
  const { evidenceVersion, option, responder } = decision;
  const standing = (task.approvals ?? []).filter(
    (each) => each.evidenceVersion === evidenceVersion && each.responder !== responder,
  );
  return [...standing, { responder, option, evidenceVersion }];
}

function counted(task: TaskState): TaskState {
  return { ...task, acts: (task.acts ?? 0) + 1 };
}

function withoutClaim(task: TaskState): TaskState {
  const { claim: _, ...rest } = task;
  return rest;
}

function stopClock(task: TaskState): TaskState {
  const { nextRungAt: _, ...rest } = task;
  return rest;
}

function due(task: TaskState, nextRungAt: number | undefined): TaskState {
  return nextRungAt === undefined ? stopClock(task) : { ...task, nextRungAt };
}

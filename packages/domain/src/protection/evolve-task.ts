import type { ProtectionFact } from './facts.ts';
import type { ProtectionState, TaskState } from './state.ts';

type TaskFact = Extract<ProtectionFact, { kind: `task.${string}` }>;

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

function taskOf(fact: Exclude<TaskFact, { kind: 'task.opened' }>): TaskState['id'] {
  if (fact.kind === 'task.claimed') return fact.claim.task;
  if (fact.kind === 'task.decided') return fact.decision.task;
  return fact.task;
}

function changeTask(task: TaskState, fact: Exclude<TaskFact, { kind: 'task.opened' }>): TaskState {
  switch (fact.kind) {
    case 'task.claimed':
      return {
        ...task,
        claims: task.claims + 1,
        claim: { responder: fact.claim.responder, leaseUntil: fact.leaseUntil },
      };
    case 'task.decided':
      return {
        ...stopClock(task),
        decision: {
          option: fact.decision.option,
          at: fact.at,
          responder: fact.decision.responder,
          verdict: fact.decision.verdict,
        },
      };
    case 'task.withdrawn':
      return { ...stopClock(task), decision: { option: WITHDRAWN_OPTION, at: fact.at } };
    case 'task.rung-reached': {
      const reached = { ...stopClock(task), rung: fact.rung, rungs: task.rungs + 1 };
      return fact.nextRungAt === undefined ? reached : { ...reached, nextRungAt: fact.nextRungAt };
    }
  }
}

/** What stands in place of an option when a withdrawal ends a task. */
export const WITHDRAWN_OPTION = 'withdrawn';

function stopClock(task: TaskState): TaskState {
  const { nextRungAt: _, ...rest } = task;
  return rest;
}

import type { ErrorCode, TaskUndo } from '@hrd-shield/contracts/pure';
import { askLift, ensureMeasure } from './measures.ts';
import { isInForce, type ProtectionState, type TaskState } from './state.ts';
import { refusalOfActor } from './task-fit.ts';
import { rungAfter } from './tasks.ts';
import type { Turn } from './turn.ts';

/** Why an undo is refused, or undefined: for whoever decided or a shift lead, within its time. */
export function refusalOfUndo(
  state: ProtectionState,
  undo: TaskUndo,
  at: number,
): ErrorCode | undefined {
  const task = state.tasks[undo.task];
  if (task === undefined) return 'task.unknown';
  const { decision } = task;
  if (decision?.responder === undefined) return 'task.not-decided';
  const refused = refusalOfActor(task, undo);
  if (refused !== undefined) return refused;
  const isAllowed = undo.responder === decision.responder || undo.seat?.role === 'shift-lead';
  if (!isAllowed) return 'task.wrong-role';
  if (decision.undoUntil === undefined) return 'task.not-undoable';
  return decision.undoUntil <= at || state.withdrawn ? 'task.undo-over' : undefined;
}

/**
 * Takes back what a decision set off and opens the task again, with the clock where it would be:
 * what was asked for goes, what was let go is asked for anew.
 */
export function undoTask(turn: Turn, undo: TaskUndo): void {
  if (refusalOfUndo(turn.state(), undo, turn.at) !== undefined) return;
  const task = turn.state().tasks[undo.task];
  if (task?.decision === undefined) return;
  const { released = [], requested = [] } = task.decision;
  const next = rungAfter(turn.policy, task);
  turn.record({
    kind: 'task.undone',
    undo,
    ...(next === undefined ? {} : { nextRungAt: Math.max(next, turn.at) }),
  });
  takeBack(turn, task, requested);
  const forCase = turn.state().cases[task.case];
  if (forCase === undefined) return;
  if (forCase.ruledOutAt !== undefined) {
    turn.record({ kind: 'case.ruled-in', case: forCase.id });
  }
  for (const measure of released) ensureMeasure(turn, forCase.id, measure, false);
}

function takeBack(
  turn: Turn,
  task: TaskState,
  requested: NonNullable<NonNullable<TaskState['decision']>['requested']>,
): void {
  for (const ref of requested) {
    const instance = turn.state().measures[ref];
    if (instance === undefined || !isInForce(instance)) continue;
    if (!instance.neededBy.includes(task.case)) continue;
    turn.record({ kind: 'measure.released', instance: ref, case: task.case });
    if (instance.neededBy.length === 1) askLift(turn, instance, 'undone');
  }
}

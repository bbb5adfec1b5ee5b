import { type CaseId, taskId } from '@hrd-shield/contracts/pure';
import { caseOf } from './measures.ts';
import type { TaskSpec } from './policy.ts';
import { MAX_CASE_TASKS, MAX_RUNGS, type TaskState, tasksOf } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Opens a task unless the same question about the case is open, or was decided at this tier.
 *
 * @param measure what the question is about, when a measure is not in force
 */
export function openTask(turn: Turn, forCase: CaseId, spec: TaskSpec, measure?: string): void {
  const current = caseOf(turn, forCase);
  const ofCase = tasksOf(turn.state()).filter((task) => task.case === forCase);
  if (ofCase.length >= MAX_CASE_TASKS) return;
  const isAsked = ofCase.some(
    (task) =>
      task.spec.question === spec.question &&
      task.measure === measure &&
      (task.decision === undefined || (measure === undefined && task.tier === current.tier)),
  );
  if (isAsked) return;
  const state = turn.state();
  const dueAt = turn.at + spec.dueMs;
  const first = rungAfter(turn, { openedAt: turn.at, dueAt, rungs: 0 });
  turn.record({
    kind: 'task.opened',
    task: {
      id: taskId(forCase, spec.question, state.startedAt + state.taskCount),
      case: forCase,
      spec,
      ...(measure === undefined ? {} : { measure }),
      tier: current.tier,
      openedAt: turn.at,
      dueAt,
      evidenceVersion: current.evidenceVersion,
      rungs: 0,
      ...(first === undefined ? {} : { nextRungAt: first }),
      claims: 0,
    },
  });
}

/** Reaches the next rung of the ladder: only a decision stops the clock, a claim does not. */
export function climbLadder(turn: Turn, task: TaskState): void {
  const { ladder } = turn.policy;
  const step = ladder[Math.min(task.rungs, ladder.length - 1)];
  if (step === undefined) return;
  const next = rungAfter(turn, { ...task, rungs: task.rungs + 1 });
  turn.record({
    kind: 'task.rung-reached',
    task: task.id,
    rung: step.rung,
    overdue: step.dueRatio === 1,
    ...(next === undefined ? {} : { nextRungAt: next }),
  });
}

/** After the last rung the same rung is told again each due time, up to the bound. */
function rungAfter(
  turn: Turn,
  task: Pick<TaskState, 'openedAt' | 'dueAt' | 'rungs'>,
): number | undefined {
  const { ladder } = turn.policy;
  const last = ladder.at(-1);
  if (last === undefined || task.rungs >= MAX_RUNGS) return undefined;
  const dueMs = task.dueAt - task.openedAt;
  const repeats = Math.max(0, task.rungs - (ladder.length - 1));
  const ratio = (ladder[task.rungs] ?? last).dueRatio + repeats;
  return task.openedAt + Math.round(dueMs * ratio);
}

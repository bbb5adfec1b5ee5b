import type {
  CoverageGap,
  ErrorCode,
  ResponderRef,
  ResponderSeat,
} from '@hrd-shield/contracts/pure';
import { has, isCleared } from './rota.ts';
import type { TaskState } from './state.ts';

/** Who wants to act on a task. */
export interface Actor {
  readonly responder: ResponderRef;
  readonly seat?: ResponderSeat;
}

/** Why somebody may not act on tasks at all, or not on this one; undefined when they may. */
export function refusalOfActor(task: TaskState, actor: Actor): ErrorCode | undefined {
  const { seat } = actor;
  if (seat?.role === 'observer') return 'task.wrong-role';
  if (task.conflicted?.includes(actor.responder)) return 'task.conflict';
  const declared = task.needs?.conflicts ?? [];
  return seat?.conflicts.some((each) => declared.includes(each)) ? 'task.conflict' : undefined;
}

/**
 * Why the seat does not fit the task. What the rota could not give the task is not asked of the
 * fallback; a spent exposure budget never keeps anybody from a danger to life.
 *
 * @source response notes, section 3
 */
export function misfitOf(task: TaskState, seat: ResponderSeat | undefined): ErrorCode | undefined {
  const { needs } = task;
  if (seat === undefined || needs === undefined) return undefined;
  const isWaived = (gap: CoverageGap): boolean =>
    [gap, 'combination', 'no-desk'].some((each) => task.gaps?.includes(each as CoverageGap));
  if (!has(seat.languages, needs.language) && !isWaived('language')) return 'task.needs-language';
  if (!has(seat.skills, needs.skill) && !isWaived('skill')) return 'task.needs-skill';
  if (!isCleared(seat.clearance, needs.clearance) && !isWaived('clearance')) {
    return 'task.needs-clearance';
  }
  return seat.exposureSpent && task.danger !== true ? 'task.exposure-spent' : undefined;
}

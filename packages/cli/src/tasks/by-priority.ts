import type { TaskRow } from '@hrd-shield/contracts';
import { type PriorityWeights, priorityOf } from '@hrd-shield/domain/protection';

/** The most pressing first. @param now epoch ms */
export function byPriority(
  tasks: readonly TaskRow[],
  now: number,
  weights: PriorityWeights | undefined,
): readonly TaskRow[] {
  if (weights === undefined) return tasks;
  const weighed = tasks.map((task) => ({
    task,
    priority: priorityOf({ urgency: task.urgency ?? 0, dueAt: task.dueAt }, now, weights),
  }));
  return weighed
    .sort((a, b) => b.priority - a.priority || a.task.dueAt - b.task.dueAt)
    .map(({ task }) => task);
}

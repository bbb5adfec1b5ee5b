import type { Tier } from '@hrd-shield/contracts/pure';

/** How tasks are weighed against each other; policy data. */
export interface PriorityWeights {
  /** Severity by the tier of the case. */
  readonly tiers: Readonly<Record<Exclude<Tier, 'none'>, number>>;
  /** Imminence where a body or a life is in danger; 1 elsewhere. */
  readonly danger: number;
  /** What the time left can add at most, as a factor above 1. */
  readonly timeLeft: number;
  /** Time left at which half of that is added, ms. */
  readonly timeLeftMs: number;
}

/** Severity times imminence: what does not change while a task waits. */
export function urgencyOf(
  task: { readonly tier: Tier; readonly danger: boolean },
  weights: PriorityWeights,
): number {
  const severity = task.tier === 'none' ? 0 : weights.tiers[task.tier];
  return severity * (task.danger ? weights.danger : 1);
}

/**
 * Severity times imminence times time left. The last factor lies between 1 and `timeLeft` and each
 * class of urgency is further from the next than that (`hasRoom`), so that no number of late minor
 * tasks comes before one critical task.
 *
 * @returns the larger, the sooner; order by urgency and then by due time is the same order
 * @source response notes, section 3
 */
export function priorityOf(
  task: { readonly urgency: number; readonly dueAt: number },
  now: number,
  weights: PriorityWeights,
): number {
  const leftMs = Math.max(0, task.dueAt - now);
  const share = weights.timeLeftMs / (weights.timeLeftMs + leftMs);
  return task.urgency * (1 + (weights.timeLeft - 1) * share);
}

/** Whether lateness alone can never lift a task above one that is graver. */
export function hasRoom(weights: PriorityWeights): boolean {
  const { danger, tiers, timeLeft } = weights;
  const all = [tiers.watch, tiers.guard, tiers.shield].flatMap((each) => [each, each * danger]);
  const classes = [...new Set(all)].sort((a, b) => a - b);
  return (
    tiers.watch < tiers.guard &&
    tiers.guard < tiers.shield &&
    classes.every((each, i) => i === 0 || each > (classes[i - 1] ?? 0) * timeLeft)
  );
}

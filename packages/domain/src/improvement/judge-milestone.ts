import type { Figure } from '../benchmarks/figure.ts';
import { judgeTarget, type TargetValue } from '../benchmarks/judge-target.ts';

/** A target with its day. Times are epoch ms. */
export interface Milestone extends TargetValue {
  readonly dueAt: number;
}

/** How a milestone stands, and by what rule. */
export interface MilestoneState {
  readonly state: 'green' | 'amber' | 'red';
  readonly reason:
    | 'met'
    | 'met-but-for-chance'
    | 'missed-and-day-to-come'
    | 'missed-and-day-near'
    | 'missed'
    | 'no-figure-and-day-to-come'
    | 'no-figure';
}

/**
 * Green where the target is met and its whole interval with it. Amber where chance could explain it, or
 * where it is missed or not known and there is time. Red where the day is near or over: a figure that
 * nobody has by the day it was promised for is a promise that was not kept.
 *
 * @param nearMs how long before its day a milestone that is missed counts as lost
 */
export function judgeMilestone(
  figure: Figure,
  { dueAt, ...target }: Milestone,
  { asOf, nearMs }: { readonly asOf: number; readonly nearMs: number },
): MilestoneState {
  const { isCertain, reached } = judgeTarget(figure, target);
  if (reached === 'met') {
    return isCertain
      ? { state: 'green', reason: 'met' }
      : { state: 'amber', reason: 'met-but-for-chance' };
  }
  if (reached === 'not-judged') {
    return asOf < dueAt
      ? { state: 'amber', reason: 'no-figure-and-day-to-come' }
      : { state: 'red', reason: 'no-figure' };
  }
  if (asOf >= dueAt) return { state: 'red', reason: 'missed' };
  return asOf >= dueAt - nearMs
    ? { state: 'red', reason: 'missed-and-day-near' }
    : { state: 'amber', reason: 'missed-and-day-to-come' };
}

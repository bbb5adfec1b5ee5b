import type { ErrorCode, MeasureEnd, MeasureExtension } from '@hrd-shield/contracts/pure';
import { quietAt } from './clock.ts';
import { isRuledOut } from './consent.ts';
import type { CloseReason } from './facts.ts';
import { askLift, extendedUntil, extendMeasure } from './measures.ts';
import {
  type CaseState,
  casesOf,
  isInForce,
  measuresOf,
  type ProtectionState,
  tasksOf,
} from './state.ts';
import type { Turn } from './turn.ts';

/** Why the end of a measure is refused, or undefined. */
export function refusalOfEnd(state: ProtectionState, end: MeasureEnd): ErrorCode | undefined {
  const instance = state.measures[end.instance];
  return instance !== undefined && isInForce(instance) ? undefined : 'measure.unknown';
}

/** The defender may end any measure at any time; it does not come back by itself. */
export function endMeasure(turn: Turn, end: MeasureEnd): void {
  const instance = turn.state().measures[end.instance];
  if (instance === undefined || !isInForce(instance)) return;
  if (end.by === 'defender') turn.record({ kind: 'measure.declined', measure: instance.measure });
  askLift(turn, instance, end.by === 'defender' ? 'ended-by-defender' : 'ended-by-responder');
}

/**
 * Why a measure cannot go on longer, or undefined.
 * @param turn a turn that records nothing, since only its clock and policy are asked
 */
export function refusalOfExtension(
  turn: Turn,
  { instance: ref }: MeasureExtension,
): ErrorCode | undefined {
  const instance = turn.state().measures[ref];
  if (instance === undefined || !isInForce(instance)) return 'measure.unknown';
  return extendedUntil(turn, instance) > instance.liftAt ? undefined : 'measure.at-longest';
}

/** The defender may have any measure go on, as long as a measure of its kind may. */
export function extend(turn: Turn, extension: MeasureExtension): void {
  const instance = turn.state().measures[extension.instance];
  if (instance === undefined || refusalOfExtension(turn, extension) !== undefined) return;
  extendMeasure(turn, instance);
}

/** Stops everything at once: measures are lifted, tasks end, nothing new begins. */
export function withdraw(turn: Turn): void {
  if (turn.state().withdrawn) return;
  turn.record({ kind: 'consent.withdrawn' });
  for (const instance of measuresOf(turn.state())) {
    if (isInForce(instance)) askLift(turn, instance, 'consent-withdrawn');
  }
  for (const task of tasksOf(turn.state())) {
    if (task.decision === undefined) turn.record({ kind: 'task.withdrawn', task: task.id });
  }
}

/** Closes what has nothing left to do, and ends the protection when nothing is left at all. */
export function settle(turn: Turn): void {
  for (const each of casesOf(turn.state())) {
    const reason = closeReason(turn, each);
    if (reason !== undefined) turn.record({ kind: 'case.closed', case: each.id, reason });
  }
  const state = turn.state();
  if (state.done || casesOf(state).length > 0) return;
  const restedUntil = (state.restingSince ?? state.startedAt) + turn.policy.timing.rememberMs;
  if (state.withdrawn || restedUntil <= turn.at) turn.record({ kind: 'protection.ended' });
}

function closeReason(turn: Turn, forCase: CaseState): CloseReason | undefined {
  const state = turn.state();
  const quiet = quietAt(state, forCase, turn.policy);
  if (quiet === undefined) return undefined;
  if (state.withdrawn) return 'consent-withdrawn';
  if (quiet > turn.at) return undefined;
  return isRuledOut(forCase) ? 'ruled-out' : 'quiet';
}

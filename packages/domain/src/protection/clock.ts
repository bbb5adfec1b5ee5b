import { unreachable } from '@hrd-shield/contracts/pure';
import { crisisFactors } from './conditions.ts';
import { askLift } from './measures.ts';
import type { ProtectionPolicy } from './policy.ts';
import { escalate, failMeasure, insistOnLift, liftAnew } from './receive-ack.ts';
import {
  type CaseState,
  casesOf,
  isInForce,
  isLiving,
  type MeasureInstance,
  measuresOf,
  type Outstanding,
  type ProtectionState,
  tasksOf,
} from './state.ts';
import { climbLadder } from './tasks.ts';
import type { Turn } from './turn.ts';

/** When something of the protection is next due by itself; undefined when nothing is. Epoch ms. */
export function nextDeadline(state: ProtectionState, policy: ProtectionPolicy): number | undefined {
  const all = [
    ...measuresOf(state).flatMap(deadlinesOfMeasure),
    ...tasksOf(state).flatMap((task) => task.nextRungAt ?? []),
    ...casesOf(state).flatMap((each) => quietAt(state, each, policy) ?? []),
    ...(state.restingSince === undefined || state.done
      ? []
      : [state.restingSince + policy.timing.rememberMs]),
  ];
  return all.length === 0 ? undefined : Math.min(...all);
}

/** The deadlines that keep one measure from being forgotten. Epoch ms. */
export function deadlinesOfMeasure(instance: MeasureInstance): readonly number[] {
  return [
    ...(instance.awaiting === undefined ? [] : [instance.awaiting.answerBy]),
    ...(isInForce(instance) ? [instance.liftAt] : []),
  ];
}

/** When the case may close; undefined while a measure or a task holds it open. Epoch ms. */
export function quietAt(
  state: ProtectionState,
  forCase: CaseState,
  policy: ProtectionPolicy,
): number | undefined {
  const isHeld =
    measuresOf(state).some(
      (each) => isLiving(each) && (each.case === forCase.id || each.neededBy.includes(forCase.id)),
    ) || tasksOf(state).some((task) => task.case === forCase.id && task.decision === undefined);
  const { quiet } = crisisFactors(state, forCase.lastSignalAt);
  return isHeld ? undefined : forCase.lastSignalAt + Math.round(policy.timing.quietMs * quiet);
}

/** Lifts what is past its life: before anything else, so that nothing renews what is over. */
export function expireMeasures(turn: Turn): void {
  for (const instance of measuresOf(turn.state())) {
    if (!isInForce(instance) || instance.liftAt > turn.at) continue;
    turn.record({ kind: 'measure.expired', instance: instance.ref });
    askLift(turn, instance, 'expired');
  }
}

/** Does everything else that is due. */
export function keepTime(turn: Turn): void {
  for (const instance of measuresOf(turn.state())) {
    const { awaiting } = instance;
    if (awaiting === undefined || awaiting.answerBy > turn.at) continue;
    askAgain(turn, { ...instance, awaiting });
  }
  for (const task of tasksOf(turn.state())) {
    if (task.nextRungAt !== undefined && task.nextRungAt <= turn.at) climbLadder(turn, task);
  }
}

function askAgain(turn: Turn, instance: MeasureInstance & { awaiting: Outstanding }): void {
  const { awaiting } = instance;
  const { maxTries, ackDeadlineMs, liftRetryMs } = turn.policy.timing;
  const isSlow = awaiting.act === 'lift' && awaiting.tries >= maxTries;
  if (awaiting.tries < maxTries || isSlow) {
    const answerBy = turn.at + (isSlow ? liftRetryMs : ackDeadlineMs);
    const next = { ...awaiting, tries: awaiting.tries + 1, answerBy };
    turn.record({ kind: 'command.awaited', instance: instance.ref, awaiting: next, send: true });
    if (isSlow) escalate(turn, instance);
    return;
  }
  switch (awaiting.act) {
    case 'apply':
      if (awaiting.round === 0) {
        failMeasure(turn, instance, 'unanswered');
        return;
      }
      giveUpAsking(turn, instance);
      return;
    case 'probe':
      if (awaiting.after === 'lift') liftAnew(turn, instance);
      else giveUpAsking(turn, instance);
      return;
    case 'lift':
      insistOnLift(turn, instance);
      return;
    default:
      unreachable(awaiting.act);
  }
}

/** The measure itself is on and keeps its lift; a person hears that it is unverified. */
function giveUpAsking(turn: Turn, instance: MeasureInstance): void {
  turn.record({ kind: 'command.settled', instance: instance.ref, status: 'unanswered' });
  escalate(turn, instance);
}

import { type AckDelivery, unreachable } from '@hrd-shield/contracts/pure';
import { awaitedCommand } from './awaited-command.ts';
import { askLift, specOf } from './measures.ts';
import { follows } from './policy.ts';
import type { MeasureInstance, Outstanding } from './state.ts';
import { openTask } from './tasks.ts';
import type { Turn } from './turn.ts';

type Awaiting = MeasureInstance & { readonly awaiting: Outstanding };

/** Takes an answer of the platform; an answer to anything but the outstanding command is stale. */
export function receiveAck(turn: Turn, ack: AckDelivery): void {
  const instance = turn.state().measures[ack.instance];
  if (instance === undefined || !isAwaiting(instance)) return;
  const { act } = instance.awaiting;
  if (ack.command !== awaitedCommand(instance.ref, instance.awaiting)) return;
  if (ack.status === 'accepted') {
    const answerBy = turn.at + turn.policy.timing.ackDeadlineMs;
    const awaiting = { ...instance.awaiting, answerBy };
    turn.record({ kind: 'command.awaited', instance: instance.ref, awaiting, send: false });
    return;
  }
  switch (act) {
    case 'apply':
      answerApply(turn, instance, ack);
      return;
    case 'probe':
      answerProbe(turn, instance, ack);
      return;
    case 'lift':
      answerLift(turn, instance, ack);
      return;
    default:
      unreachable(act);
  }
}

function isAwaiting(instance: MeasureInstance): instance is Awaiting {
  return instance.awaiting !== undefined;
}

function answerApply(turn: Turn, instance: Awaiting, ack: AckDelivery): void {
  // By state, not by round: a renewal can overtake the answer to the first command.
  const isRenewal = instance.state !== 'requested';
  if (ack.status === 'applied') {
    turn.record({ kind: 'measure.applied', instance: instance.ref, first: !isRenewal });
    if (instance.state !== 'verified') probe(turn, instance);
    return;
  }
  if (ack.status !== 'refused' && ack.status !== 'failed') return;
  if (isRenewal) {
    turn.record({ kind: 'command.settled', instance: instance.ref, status: ack.status });
    escalate(turn, instance);
    return;
  }
  if (ack.status === 'failed') {
    failMeasure(turn, instance, ack.reason ?? 'failed');
    return;
  }
  turn.record({
    kind: 'measure.refused',
    instance: instance.ref,
    reason: ack.reason ?? 'refused',
  });
  escalate(turn, instance);
}

function probe(turn: Turn, instance: Awaiting): void {
  if (!specOf(turn, instance.measure).probe) return;
  const answerBy = turn.at + turn.policy.timing.ackDeadlineMs;
  const awaiting: Outstanding = {
    act: 'probe',
    round: instance.awaiting.round,
    tries: 1,
    answerBy,
  };
  turn.record({ kind: 'command.awaited', instance: instance.ref, awaiting, send: true });
}

function answerProbe(turn: Turn, instance: Awaiting, ack: AckDelivery): void {
  if (instance.awaiting.after === 'lift') {
    answerLiftProbe(turn, instance, ack);
    return;
  }
  if (ack.status === 'effective') {
    turn.record({ kind: 'measure.verified', instance: instance.ref });
    return;
  }
  if (ack.status === 'ineffective') {
    failMeasure(turn, instance, 'ineffective');
    return;
  }
  turn.record({ kind: 'command.settled', instance: instance.ref, status: ack.status });
  escalate(turn, instance);
}

function answerLift(turn: Turn, instance: Awaiting, ack: AckDelivery): void {
  if (ack.status === 'lifted') {
    verifyLift(turn, instance);
    return;
  }
  if (ack.status !== 'refused' && ack.status !== 'failed') return;
  insistOnLift(turn, instance);
}

/** A word of the platform is no proof: the lift is final when a probe finds no effect. */
function verifyLift(turn: Turn, instance: Awaiting): void {
  if (!specOf(turn, instance.measure).probe || !follows(turn.policy, 2)) {
    turn.record({ kind: 'measure.lifted', instance: instance.ref });
    return;
  }
  const { round } = instance.awaiting;
  const answerBy = turn.at + turn.policy.timing.ackDeadlineMs;
  const awaiting: Outstanding = { act: 'probe', after: 'lift', round, tries: 1, answerBy };
  turn.record({ kind: 'command.awaited', instance: instance.ref, awaiting, send: true });
}

function answerLiftProbe(turn: Turn, instance: Awaiting, ack: AckDelivery): void {
  if (ack.status === 'ineffective') {
    turn.record({ kind: 'measure.lifted', instance: instance.ref });
    return;
  }
  liftAnew(turn, instance);
}

/**
 * What was said to be lifted is still on, or nobody can tell: a person hears of it, and the lift is
 * asked under a new id, at once for the first times and then slowly, until it is seen.
 */
export function liftAnew(turn: Turn, instance: Awaiting): void {
  const { ackDeadlineMs, liftRetryMs, maxTries } = turn.policy.timing;
  const round = instance.awaiting.round + 1;
  const isSlow = round >= maxTries;
  const awaiting: Outstanding = {
    act: 'lift',
    round,
    tries: isSlow ? maxTries : 1,
    answerBy: turn.at + (isSlow ? liftRetryMs : ackDeadlineMs),
  };
  turn.record({ kind: 'command.awaited', instance: instance.ref, awaiting, send: !isSlow });
  escalate(turn, instance);
}

/** A lift is never given up: it is asked again slowly while a person hears of it. */
export function insistOnLift(turn: Turn, instance: Awaiting): void {
  const { maxTries, liftRetryMs } = turn.policy.timing;
  const tries = Math.max(instance.awaiting.tries, maxTries);
  const awaiting = { ...instance.awaiting, tries, answerBy: turn.at + liftRetryMs };
  turn.record({ kind: 'command.awaited', instance: instance.ref, awaiting, send: false });
  escalate(turn, instance);
}

/** Nobody knows what is on: whatever it is gets lifted, and a person hears of it. */
export function failMeasure(turn: Turn, instance: MeasureInstance, reason: string): void {
  turn.record({ kind: 'measure.failed', instance: instance.ref, reason });
  askLift(turn, instance, 'not-in-force');
  escalate(turn, instance);
}

/** Opens the task of a measure that is not in force, once for a case and measure. */
export function escalate(turn: Turn, instance: MeasureInstance): void {
  if (turn.state().withdrawn || turn.state().cases[instance.case] === undefined) return;
  openTask(turn, instance.case, turn.policy.escalation, instance.measure);
}

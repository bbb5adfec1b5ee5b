import type { ErrorCode, TaskClaim, TaskDecision } from '@hrd-shield/contracts/pure';
import { unreachable } from '@hrd-shield/contracts/pure';
import { askLift, ensureMeasure, releaseCase, renewMeasure, specOf } from './measures.ts';
import type { TaskOption } from './policy.ts';
import {
  isInForce,
  type MeasureInstance,
  measuresOf,
  type ProtectionState,
  type TaskState,
} from './state.ts';
import type { Turn } from './turn.ts';

/** Why a claim is refused, or undefined. */
export function refusalOfClaim(
  state: ProtectionState,
  claim: TaskClaim,
  at: number,
): ErrorCode | undefined {
  const task = state.tasks[claim.task];
  if (task === undefined) return 'task.unknown';
  if (task.decision !== undefined) return 'task.already-decided';
  return isHeldByOther(task, claim.responder, at) ? 'task.claimed-by-other' : undefined;
}

/** Why a decision is refused, or undefined. */
export function refusalOfDecision(
  state: ProtectionState,
  decision: TaskDecision,
  at: number,
): ErrorCode | undefined {
  const task = state.tasks[decision.task];
  if (task === undefined) return 'task.unknown';
  if (task.decision !== undefined) return 'task.already-decided';
  if (isHeldByOther(task, decision.responder, at)) return 'task.claimed-by-other';
  if (task.claim?.responder !== decision.responder || task.claim.leaseUntil <= at) {
    return 'task.not-claimed';
  }
  if (optionOf(task, decision.option) === undefined) return 'task.unknown-option';
  if (decision.evidenceVersion !== task.evidenceVersion) return 'task.stale-evidence';
  return undefined;
}

export function claimTask(turn: Turn, claim: TaskClaim): void {
  if (refusalOfClaim(turn.state(), claim, turn.at) !== undefined) return;
  const leaseUntil = turn.at + turn.policy.timing.claimLeaseMs;
  turn.record({ kind: 'task.claimed', claim, leaseUntil });
}

export function decideTask(turn: Turn, decision: TaskDecision): void {
  if (refusalOfDecision(turn.state(), decision, turn.at) !== undefined) return;
  const task = turn.state().tasks[decision.task];
  const option = task && optionOf(task, decision.option);
  if (task === undefined || option === undefined) return;
  turn.record({ kind: 'task.decided', decision });
  carryOut(turn, task, option);
}

function isHeldByOther(task: TaskState, responder: string, at: number): boolean {
  const { claim } = task;
  return claim !== undefined && claim.responder !== responder && claim.leaseUntil > at;
}

function optionOf(task: TaskState, id: string): TaskOption | undefined {
  return task.spec.options.find((option) => option.id === id);
}

function carryOut(turn: Turn, task: TaskState, option: TaskOption): void {
  switch (option.effect) {
    case 'keep':
      keepMeasures(turn, task);
      return;
    case 'lift':
      ruleOut(turn, task);
      return;
    case 'apply':
      keepMeasures(turn, task);
      for (const measure of option.measures ?? []) ensureMeasure(turn, task.case, measure, false);
      return;
    case 'retry':
      putInPlace(turn, task, task.measure);
      return;
    case 'replace':
      putInPlace(
        turn,
        task,
        task.measure === undefined ? undefined : specOf(turn, task.measure).successor,
      );
      return;
    case 'note':
      return;
    default:
      unreachable(option.effect);
  }
}

function measuresNeededBy(turn: Turn, task: TaskState): readonly MeasureInstance[] {
  return measuresOf(turn.state()).filter(
    (each) => isInForce(each) && each.neededBy.includes(task.case),
  );
}

function keepMeasures(turn: Turn, task: TaskState): void {
  const forCase = turn.state().cases[task.case];
  if (forCase === undefined) return;
  for (const instance of measuresNeededBy(turn, task)) {
    renewMeasure(turn, instance, forCase, specOf(turn, instance.measure));
  }
}

function ruleOut(turn: Turn, task: TaskState): void {
  const forCase = turn.state().cases[task.case];
  if (forCase === undefined) return;
  turn.record({ kind: 'case.ruled-out', case: forCase.id, tier: forCase.tier });
  releaseCase(turn, forCase.id, 'released');
}

/** Asks for a measure anew; what may still be on of the earlier one is lifted by its own clock. */
function putInPlace(turn: Turn, task: TaskState, measure: string | undefined): void {
  if (measure === undefined || turn.state().cases[task.case] === undefined) return;
  const unverified = measuresNeededBy(turn, task).find(
    (each) => each.measure === task.measure && each.state !== 'verified',
  );
  if (unverified !== undefined) askLift(turn, unverified, 'not-in-force');
  ensureMeasure(turn, task.case, measure, false);
}

import type {
  ErrorCode,
  MeasureRef,
  TaskAct,
  TaskClaim,
  TaskContact,
  TaskDecision,
  TaskHandOver,
  TaskPass,
} from '@hrd-shield/contracts/pure';
import { carryOut } from './carry-out.ts';
import type { TaskOption } from './policy.ts';
import { isInForce, measuresOf, type ProtectionState, type TaskState } from './state.ts';
import { misfitOf, refusalOfActor } from './task-fit.ts';
import { routeAnew } from './tasks.ts';
import type { Turn } from './turn.ts';

/** Options whose effect can be taken back in one step. */
const UNDOABLE: readonly TaskOption['effect'][] = ['keep', 'lift', 'apply', 'note'];

/** Why a claim is refused, or undefined. */
export function refusalOfClaim(
  state: ProtectionState,
  claim: TaskClaim,
  at: number,
): ErrorCode | undefined {
  const task = state.tasks[claim.task];
  if (task === undefined) return 'task.unknown';
  if (task.decision !== undefined) return 'task.already-decided';
  const refused = refusalOfActor(task, claim);
  if (refused !== undefined) return refused;
  if (isHeldByOther(task, claim.responder, at)) return 'task.claimed-by-other';
  return misfitOf(task, claim.seat);
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
  const refused = refusalOfActor(task, decision) ?? refusalOfHolder(task, decision, at);
  if (refused !== undefined) return refused;
  const option = optionOf(task, decision.option);
  if (option === undefined) return 'task.unknown-option';
  if (decision.evidenceVersion !== task.evidenceVersion) return 'task.stale-evidence';
  return isSecondTime(task, option, decision) ? 'task.same-person' : undefined;
}

/** A claim is handed over by whoever holds it, or by a shift lead. */
export function refusalOfHandOver(
  state: ProtectionState,
  handOver: TaskHandOver,
  at: number,
): ErrorCode | undefined {
  const task = state.tasks[handOver.task];
  if (task === undefined) return 'task.unknown';
  if (task.decision !== undefined) return 'task.already-decided';
  if (task.conflicted?.includes(handOver.to)) return 'task.conflict';
  if (handOver.to === handOver.responder) return 'task.wrong-role';
  if (handOver.seat?.role === 'shift-lead') return undefined;
  return refusalOfActor(task, handOver) ?? refusalOfHolder(task, handOver, at);
}

/** A contact is logged by whoever holds the claim. */
export function refusalOfContact(
  state: ProtectionState,
  contact: TaskContact,
  at: number,
): ErrorCode | undefined {
  const task = state.tasks[contact.task];
  if (task === undefined) return 'task.unknown';
  if (task.decision !== undefined) return 'task.already-decided';
  return refusalOfActor(task, contact) ?? refusalOfHolder(task, contact, at);
}

/** Anybody may say that a task is not for them; an observer has none. */
export function refusalOfPass(state: ProtectionState, pass: TaskPass): ErrorCode | undefined {
  const task = state.tasks[pass.task];
  if (task === undefined) return 'task.unknown';
  if (task.decision !== undefined) return 'task.already-decided';
  return pass.seat?.role === 'observer' ? 'task.wrong-role' : undefined;
}

/**
 * Gives the task to whoever asks until the lease ends. Records nothing where `refusalOfClaim`
 * refuses, so that a refused update leaves no history.
 */
export function claimTask(turn: Turn, claim: TaskClaim): void {
  if (refusalOfClaim(turn.state(), claim, turn.at) !== undefined) return;
  turn.record({ kind: 'task.claimed', claim, leaseUntil: leaseFrom(turn) });
}

/** Gives a claim to somebody else with a fresh lease; nothing where `refusalOfHandOver` refuses. */
export function handOverTask(turn: Turn, handOver: TaskHandOver): void {
  if (refusalOfHandOver(turn.state(), handOver, turn.at) !== undefined) return;
  turn.record({ kind: 'task.handed-over', handOver, leaseUntil: leaseFrom(turn) });
}

/**
 * Notes that the defender was spoken to, which stops the clock until the evidence changes; nothing
 * where `refusalOfContact` refuses.
 */
export function logContact(turn: Turn, contact: TaskContact): void {
  if (refusalOfContact(turn.state(), contact, turn.at) !== undefined) return;
  turn.record({ kind: 'task.contacted', contact });
}

/** Back to the rota. A spent budget never delays danger to life: there the next rung hears now. */
export function passTask(turn: Turn, pass: TaskPass): void {
  const task = turn.state().tasks[pass.task];
  if (task === undefined || refusalOfPass(turn.state(), pass) !== undefined) return;
  const hurries = task.danger === true && task.nextRungAt !== undefined;
  turn.record({
    kind: 'task.passed',
    pass,
    ...routeAnew(turn, task),
    ...(hurries ? { nextRungAt: turn.at } : {}),
  });
}

/** Carries out what was decided; an option for two people waits for the second. */
export function decideTask(turn: Turn, decision: TaskDecision): void {
  if (refusalOfDecision(turn.state(), decision, turn.at) !== undefined) return;
  const task = turn.state().tasks[decision.task];
  const option = task && optionOf(task, decision.option);
  if (task === undefined || option === undefined) return;
  if (standingApprovals(task, option, decision).length + 1 < (option.approvals ?? 1)) {
    turn.record({ kind: 'task.approved', decision });
    return;
  }
  const { undoMs } = turn.policy.timing;
  const isUndoable = undoMs !== undefined && UNDOABLE.includes(option.effect);
  turn.record({
    kind: 'task.decided',
    decision,
    ...(isUndoable ? { undoUntil: turn.at + undoMs } : {}),
  });
  const before = neededInstances(turn, task);
  carryOut(turn, task, option);
  if (!isUndoable) return;
  const after = neededInstances(turn, task);
  turn.record({
    kind: 'task.carried-out',
    task: task.id,
    requested: [...after.keys()].filter((ref) => !before.has(ref)),
    released: [...before].flatMap(([ref, measure]) => (after.has(ref) ? [] : [measure])),
  });
}

function leaseFrom(turn: Turn): number {
  return turn.at + turn.policy.timing.claimLeaseMs;
}

function refusalOfHolder(task: TaskState, actor: TaskAct, at: number): ErrorCode | undefined {
  const { responder } = actor;
  if (isHeldByOther(task, responder, at)) return 'task.claimed-by-other';
  if (task.claim?.responder !== responder) return 'task.not-claimed';
  return task.claim.leaseUntil <= at ? 'task.lease-expired' : undefined;
}

function isHeldByOther(task: TaskState, responder: string, at: number): boolean {
  const { claim } = task;
  return claim !== undefined && claim.responder !== responder && claim.leaseUntil > at;
}

/**
 * The option of this id as the task offered it when it was opened, whatever a later policy offers.
 */
export function optionOf(task: TaskState, id: string): TaskOption | undefined {
  return task.spec.options.find((option) => option.id === id);
}

function standingApprovals(task: TaskState, option: TaskOption, decision: TaskDecision) {
  return (task.approvals ?? []).filter(
    (each) => each.option === option.id && each.evidenceVersion === decision.evidenceVersion,
  );
}

function isSecondTime(task: TaskState, option: TaskOption, decision: TaskDecision): boolean {
  if ((option.approvals ?? 1) < 2) return false;
  return standingApprovals(task, option, decision).some(
    ({ responder }) => responder === decision.responder,
  );
}

function neededInstances(turn: Turn, task: TaskState): ReadonlyMap<MeasureRef, string> {
  return new Map(
    measuresOf(turn.state())
      .filter((each) => isInForce(each) && each.neededBy.includes(task.case))
      .map((each) => [each.ref, each.measure] as const),
  );
}

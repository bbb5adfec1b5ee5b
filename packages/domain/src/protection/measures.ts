import { type CaseId, invariant, measureRef } from '@hrd-shield/contracts/pure';
import { hasConsent, type Obstacle, obstacleForAutomatic, obstacleForPerson } from './consent.ts';
import type { LiftReason } from './facts.ts';
import { type MeasureSpec, measureSpecOf } from './policy.ts';
import { type CaseState, isInForce, type MeasureInstance, measuresOf } from './state.ts';
import type { Turn } from './turn.ts';

export function specOf(turn: Turn, name: string): MeasureSpec {
  const spec = measureSpecOf(turn.policy, name);
  invariant(spec !== undefined, `the policy has no measure ${name}`);
  return spec;
}

export function caseOf(turn: Turn, id: CaseId): CaseState {
  const found = turn.state().cases[id];
  invariant(found !== undefined, 'the case is open');
  return found;
}

/**
 * Makes a measure stand for a case: joins the one in force, renews it when its life runs out, or
 * asks for a new one. Measures on the defender's side are shared by all cases; those on actors
 * belong to one case, since each campaign has its own actors.
 *
 * @returns what stood against it, or undefined
 */
export function ensureMeasure(
  turn: Turn,
  forCase: CaseId,
  name: string,
  automatic: boolean,
): Obstacle | undefined {
  const spec = specOf(turn, name);
  const current = caseOf(turn, forCase);
  const obstacle = automatic
    ? obstacleForAutomatic(turn.state(), current, spec, turn.at)
    : obstacleForPerson(turn.state(), current, spec);
  const standing = findStanding(turn, spec, forCase);
  if (standing !== undefined && (obstacle === undefined || obstacle === 'quota')) {
    joinStanding(turn, standing, current, spec);
    return undefined;
  }
  if (obstacle !== undefined) return obstacle;
  requestMeasure(turn, current, spec, automatic);
  return undefined;
}

function findStanding(turn: Turn, spec: MeasureSpec, forCase: CaseId): MeasureInstance | undefined {
  return measuresOf(turn.state()).find(
    (each) =>
      each.measure === spec.name &&
      isInForce(each) &&
      (spec.subject !== 'actors' || each.neededBy.includes(forCase)),
  );
}

function requestMeasure(
  turn: Turn,
  forCase: CaseState,
  spec: MeasureSpec,
  automatic: boolean,
): void {
  const state = turn.state();
  const round = state.rounds[spec.name] ?? state.startedAt;
  turn.record({
    kind: 'measure.requested',
    instance: measureRef(state.defender, spec.name, round),
    measure: spec.name,
    case: forCase.id,
    automatic,
    actors: spec.subject === 'actors' ? forCase.actors : [],
    round,
    liftAt: turn.at + spec.lifetimeMs,
    answerBy: turn.at + turn.policy.timing.ackDeadlineMs,
  });
}

function joinStanding(
  turn: Turn,
  standing: MeasureInstance,
  forCase: CaseState,
  spec: MeasureSpec,
): void {
  if (!standing.neededBy.includes(forCase.id)) {
    turn.record({ kind: 'measure.needed', instance: standing.ref, case: forCase.id });
  }
  const known = new Set<string>(standing.actors);
  const hasNewActors =
    spec.subject === 'actors' && forCase.actors.some((actor) => !known.has(actor));
  const left = standing.liftAt - turn.at;
  const runsOut = left < spec.lifetimeMs * turn.policy.timing.renewBelowRatio;
  if (runsOut || hasNewActors) renewMeasure(turn, standing, forCase, spec);
}

/** Renews up to the longest life; a measure that is already as long as it may be stays as it is. */
export function renewMeasure(
  turn: Turn,
  standing: MeasureInstance,
  forCase: CaseState,
  spec: MeasureSpec,
): void {
  const liftAt = Math.max(
    standing.liftAt,
    Math.min(turn.at + spec.lifetimeMs, standing.requestedAt + spec.longestMs),
  );
  const actors = spec.subject === 'actors' ? forCase.actors : [];
  const isSame = liftAt === standing.liftAt && actors.length === standing.actors.length;
  if (isSame) return;
  turn.record({
    kind: 'measure.renewed',
    instance: standing.ref,
    liftAt,
    actors,
    answerBy: turn.at + turn.policy.timing.ackDeadlineMs,
  });
}

/** Lets go of everything that the case needs; the last to let go has the measure lifted. */
export function releaseCase(turn: Turn, forCase: CaseId, reason: LiftReason): void {
  for (const instance of measuresOf(turn.state())) {
    if (!isInForce(instance) || !instance.neededBy.includes(forCase)) continue;
    turn.record({ kind: 'measure.released', instance: instance.ref, case: forCase });
    if (instance.neededBy.length === 1) askLift(turn, instance, reason);
  }
}

export function askLift(turn: Turn, instance: MeasureInstance, reason: LiftReason): void {
  turn.record({
    kind: 'measure.lift-asked',
    instance: instance.ref,
    reason,
    answerBy: turn.at + turn.policy.timing.ackDeadlineMs,
  });
}

/** Lifts what the defender no longer agrees to; a changed consent reaches everything at once. */
export function liftUnconsented(turn: Turn): void {
  for (const instance of measuresOf(turn.state())) {
    if (!isInForce(instance)) continue;
    const forCase = turn.state().cases[instance.case];
    if (hasConsent(turn.state(), forCase, specOf(turn, instance.measure))) continue;
    askLift(turn, instance, 'consent-changed');
  }
}

import { type Boxed, type CaseId, invariant, measureRef } from '@hrd-shield/contracts/pure';
import { lifeFrom } from './conditions.ts';
import {
  hasConsent,
  type Obstacle,
  obstacleForAutomatic,
  obstacleForPerson,
  untouched,
  waitsForPerson,
} from './consent.ts';
import { joinActors } from './evolve-case.ts';
import { withheldKey } from './evolve-measure.ts';
import type { LiftReason } from './facts.ts';
import { type MeasureSpec, measureSpecOf } from './policy.ts';
import { reachLeftMs } from './reach.ts';
import { startTime } from './start-time.ts';
import { type CaseState, isInForce, type MeasureInstance, measuresOf } from './state.ts';
import type { Turn } from './turn.ts';

/** The measure as the pinned policy has it. @invariant the name came from that policy */
export function specOf(turn: Turn, name: string): MeasureSpec {
  const spec = measureSpecOf(turn.policy, name);
  invariant(spec !== undefined, `the policy has no measure ${name}`);
  return spec;
}

/** The case as it stands within this decision. @invariant it is open */
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
    ? obstacleForAutomatic(turn, current, spec)
    : obstacleForPerson(turn, current, spec);
  const standing = findStanding(turn, spec, forCase);
  if (standing !== undefined && (obstacle === undefined || JOINED.includes(obstacle))) {
    joinStanding(turn, standing, { forCase: current, spec, automatic });
    return undefined;
  }
  if (obstacle !== undefined) {
    withhold(turn, current, { name, obstacle });
    return obstacle;
  }
  requestMeasure(turn, { forCase: current, spec, automatic });
  return undefined;
}

/** What stands against a new measure, but not against one that is on already. */
const JOINED: readonly Obstacle[] = ['quota', 'isolation-cap'];

/** What is asked for, for which case, and whether a person asks. */
interface Asked {
  readonly forCase: CaseState;
  readonly spec: MeasureSpec;
  readonly automatic: boolean;
}

function findStanding(turn: Turn, spec: MeasureSpec, forCase: CaseId): MeasureInstance | undefined {
  return measuresOf(turn.state()).find(
    (each) =>
      each.measure === spec.name &&
      isInForce(each) &&
      (spec.subject !== 'actors' || each.neededBy.includes(forCase)),
  );
}

/** Told once for a case, measure and reason; runs whose policy has no limits know it not. */
function withhold(
  turn: Turn,
  forCase: CaseState,
  { name, obstacle }: { readonly name: string; readonly obstacle: Obstacle },
): void {
  if (turn.policy.limits === undefined || !waitsForPerson(obstacle)) return;
  if (forCase.withheld?.includes(withheldKey(name, obstacle))) return;
  turn.record({ kind: 'measure.withheld', case: forCase.id, measure: name, reason: obstacle });
}

function requestMeasure(turn: Turn, { automatic, forCase, spec }: Asked): void {
  const state = turn.state();
  const round = state.rounds[spec.name] ?? state.startedAt;
  const instance = measureRef(state.defender, spec.name, round);
  const startAt = startTime(turn, { spec, forCase, automatic, ref: instance });
  turn.record({
    kind: 'measure.requested',
    instance,
    measure: spec.name,
    case: forCase.id,
    automatic,
    actors: actorsFor({ forCase, spec, automatic }),
    round,
    liftAt: endOf(turn, spec),
    answerBy: startAt > turn.at ? startAt : turn.at + turn.policy.timing.ackDeadlineMs,
    ...(startAt > turn.at ? { startAt } : {}),
    ...(spec.reducesReach === true ? { reducesReach: true } : {}),
  });
}

/** Automatic measures leave out whom only a person may touch. */
function actorsFor({ automatic, forCase, spec }: Asked): readonly Boxed[] {
  if (spec.subject !== 'actors') return [];
  return automatic ? untouched(forCase) : forCase.actors;
}

/** End of a life that begins now, within what is left of the week where it reduces reach. */
function endOf(turn: Turn, spec: MeasureSpec): number {
  const end = lifeFrom(turn, spec);
  if (spec.reducesReach !== true) return end;
  return Math.min(end, turn.at + reachLeftMs(turn.state(), turn.at, turn.policy.limits));
}

function joinStanding(turn: Turn, standing: MeasureInstance, asked: Asked): void {
  const { forCase, spec } = asked;
  if (!standing.neededBy.includes(forCase.id)) {
    turn.record({ kind: 'measure.needed', instance: standing.ref, case: forCase.id });
  }
  const known = new Set<string>(standing.actors);
  const hasNewActors = actorsFor(asked).some((actor) => !known.has(actor));
  const left = standing.liftAt - turn.at;
  const runsOut = left < spec.lifetimeMs * turn.policy.timing.renewBelowRatio;
  if (runsOut || hasNewActors) renew(turn, standing, asked);
}

/** Renews up to the longest life; a measure that is already as long as it may be stays as it is. */
export function renewMeasure(
  turn: Turn,
  standing: MeasureInstance,
  forCase: CaseState,
  spec: MeasureSpec,
): void {
  renew(turn, standing, { forCase, spec, automatic: true });
}

function renew(turn: Turn, standing: MeasureInstance, asked: Asked): void {
  const { automatic } = asked;
  const liftAt = extendedUntil(turn, standing);
  // What a person has asked for stays; a rule only adds to it.
  const kept = automatic && !standing.automatic ? standing.actors : [];
  const actors = joinActors(kept, actorsFor(asked));
  const isSame = liftAt === standing.liftAt && actors.length === standing.actors.length;
  if (isSame) return;
  recordRenewal(turn, standing, { liftAt, actors, automatic });
}

/** When the measure would end if it began anew now; never past its longest life. */
export function extendedUntil(turn: Turn, standing: MeasureInstance): number {
  const spec = specOf(turn, standing.measure);
  return Math.max(
    standing.liftAt,
    Math.min(endOf(turn, spec), standing.requestedAt + spec.longestMs),
  );
}

/** Lets a measure go on as it is, for the defender who wants it to. */
export function extendMeasure(turn: Turn, standing: MeasureInstance): void {
  const { actors, automatic } = standing;
  recordRenewal(turn, standing, { liftAt: extendedUntil(turn, standing), actors, automatic });
}

/** Sends a standing notice again, as it is: what it tells has changed. */
export function tellAgain(turn: Turn, notice: MeasureInstance): void {
  const { actors, automatic, liftAt } = notice;
  recordRenewal(turn, notice, { liftAt, actors, automatic });
}

function recordRenewal(
  turn: Turn,
  standing: MeasureInstance,
  to: Pick<MeasureInstance, 'liftAt' | 'actors' | 'automatic'>,
): void {
  turn.record({
    kind: 'measure.renewed',
    instance: standing.ref,
    liftAt: to.liftAt,
    actors: to.actors,
    answerBy: turn.at + turn.policy.timing.ackDeadlineMs,
    ...(to.automatic ? {} : { byPerson: true }),
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

/**
 * Has the platform asked to lift it. Until that was answered, and seen by a probe where the measure
 * has one, it lives on in the state as `lifting`, and the platform is asked again.
 */
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

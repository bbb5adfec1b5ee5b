import type { ProtectionFact } from './facts.ts';
import { omitEntries } from './omit-entries.ts';
import { withSpan } from './reach.ts';
import {
  type CaseState,
  isInForce,
  isPending,
  type MeasureInstance,
  type ProtectionState,
} from './state.ts';

type MeasureFact = Extract<ProtectionFact, { kind: `measure.${string}` | `command.${string}` }>;
type InstanceFact = Exclude<
  MeasureFact,
  { kind: 'measure.requested' | 'measure.declined' | 'measure.withheld' }
>;

/** The span over which new applications count against the quota, ms. */
export const QUOTA_WINDOW_MS = 3_600_000;

/** Folds one fact about a measure. Total: a fact of an instance that is gone changes nothing. */
export function evolveMeasure(state: ProtectionState, fact: MeasureFact): ProtectionState {
  if (fact.kind === 'measure.requested') return addInstance(state, fact);
  if (fact.kind === 'measure.declined') {
    return { ...state, refused: [...new Set([...state.refused, fact.measure])] };
  }
  if (fact.kind === 'measure.withheld') return noteWithheld(state, fact);
  const instance = state.measures[fact.instance];
  if (instance === undefined) return state;
  if (fact.kind === 'measure.lifted') {
    return {
      ...state,
      measures: omitEntries(state.measures, (each) => each.ref === fact.instance),
    };
  }
  const changed = withInstance(
    fact.kind === 'measure.lift-asked' ? noteReach(state, instance, fact.at) : state,
    changeInstance(instance, fact),
  );
  const hasFailed = fact.kind === 'measure.refused' || fact.kind === 'measure.failed';
  return hasFailed ? { ...changed, cases: noteFailure(state, instance) } : changed;
}

/** Under which a campaign counts its own applications. */
export function campaignKey(measure: string, forCase: CaseState['id']): string {
  return `${measure}@${forCase}`;
}

/** Under which a case remembers what it withheld and why, so that it is told once. */
export function withheldKey(measure: string, reason: string): string {
  return `${measure}#${reason}`;
}

function noteWithheld(
  state: ProtectionState,
  fact: Extract<MeasureFact, { kind: 'measure.withheld' }>,
): ProtectionState {
  const current = state.cases[fact.case];
  if (current === undefined) return state;
  const withheld = [...(current.withheld ?? []), withheldKey(fact.measure, fact.reason)];
  return { ...state, cases: { ...state.cases, [fact.case]: { ...current, withheld } } };
}

function noteReach(state: ProtectionState, instance: MeasureInstance, at: number): ProtectionState {
  if (instance.reducesReach !== true || !isInForce(instance)) return state;
  const span = { from: instance.requestedAt, until: at };
  return { ...state, reachSpans: withSpan(state.reachSpans, span) };
}

function noteFailure(state: ProtectionState, instance: MeasureInstance): ProtectionState['cases'] {
  const noted = Object.values<CaseState>(state.cases)
    .filter((each) => each.id === instance.case || instance.neededBy.includes(each.id))
    .map((each) => {
      const notInForce = [...new Set([...each.notInForce, instance.measure])];
      return [each.id, { ...each, notInForce }] as const;
    });
  return { ...state.cases, ...Object.fromEntries(noted) };
}

function addInstance(
  state: ProtectionState,
  fact: Extract<MeasureFact, { kind: 'measure.requested' }>,
): ProtectionState {
  const instance: MeasureInstance = {
    ref: fact.instance,
    measure: fact.measure,
    state: 'requested',
    neededBy: [fact.case],
    case: fact.case,
    automatic: fact.automatic,
    actors: fact.actors,
    requestedAt: fact.at,
    liftAt: fact.liftAt,
    applyRounds: 1,
    ...(fact.reducesReach === true ? { reducesReach: true } : {}),
    awaiting: {
      act: 'apply',
      round: 0,
      tries: fact.startAt === undefined ? 1 : 0,
      answerBy: fact.answerBy,
    },
  };
  const next = withInstance(forgetRefused(state, instance), instance);
  return {
    ...next,
    rounds: { ...state.rounds, [fact.measure]: fact.round + 1 },
    recent: countApplication(state, fact),
  };
}

/** Only times within the window are kept, so that closed cases take no room. */
function countApplication(
  state: ProtectionState,
  fact: Extract<MeasureFact, { kind: 'measure.requested' }>,
): ProtectionState['recent'] {
  const from = fact.at - QUOTA_WINDOW_MS;
  const kept = Object.entries(state.recent).flatMap(([key, times]) => {
    const recent = times.filter((at) => at > from);
    return recent.length === 0 ? [] : [[key, recent] as const];
  });
  const next: Record<string, readonly number[]> = Object.fromEntries(kept);
  for (const key of [fact.measure, campaignKey(fact.measure, fact.case)]) {
    next[key] = [...(next[key] ?? []), fact.at];
  }
  return next;
}

/** A new application replaces the refused one of the same case. */
function forgetRefused(state: ProtectionState, next: MeasureInstance): ProtectionState {
  const isReplaced = (each: MeasureInstance): boolean =>
    each.measure === next.measure && each.case === next.case && each.state === 'refused';
  return { ...state, measures: omitEntries(state.measures, isReplaced) };
}

function changeInstance(
  instance: MeasureInstance,
  fact: Exclude<InstanceFact, { kind: 'measure.lifted' }>,
): MeasureInstance {
  switch (fact.kind) {
    case 'measure.needed':
      return { ...instance, neededBy: [...new Set([...instance.neededBy, fact.case])] };
    case 'measure.released':
      return { ...instance, ...release(instance, fact.case) };
    case 'measure.renewed':
      // Not sent yet: the first command carries it.
      if (isPending(instance)) return { ...instance, liftAt: fact.liftAt, actors: fact.actors };
      return {
        ...instance,
        liftAt: fact.liftAt,
        actors: fact.actors,
        automatic: instance.automatic && fact.byPerson !== true,
        applyRounds: instance.applyRounds + 1,
        awaiting: {
          act: 'apply',
          round: instance.applyRounds,
          tries: 1,
          answerBy: fact.answerBy,
        },
      };
    case 'measure.applied':
      return settle(fact.first ? { ...instance, state: 'applied' } : instance);
    case 'measure.verified':
      return settle({ ...instance, state: 'verified' });
    case 'measure.refused':
      return settle({ ...instance, state: 'refused', neededBy: [] });
    case 'measure.failed':
      return settle({ ...instance, state: 'failed' });
    case 'measure.expired':
      return instance;
    case 'measure.lift-asked':
      return {
        ...instance,
        state: 'lifting',
        neededBy: [],
        awaiting: { act: 'lift', round: 0, tries: 1, answerBy: fact.answerBy },
      };
    case 'command.awaited':
      return { ...instance, awaiting: fact.awaiting };
    case 'command.settled':
      return settle(instance);
  }
}

function release(
  instance: MeasureInstance,
  gone: MeasureInstance['case'],
): Pick<MeasureInstance, 'neededBy' | 'case'> {
  const neededBy = instance.neededBy.filter((each) => each !== gone);
  const owner = instance.case === gone ? (neededBy[0] ?? gone) : instance.case;
  return { neededBy, case: owner };
}

function settle(instance: MeasureInstance): MeasureInstance {
  const { awaiting: _, ...rest } = instance;
  return rest;
}

function withInstance(state: ProtectionState, instance: MeasureInstance): ProtectionState {
  return { ...state, measures: { ...state.measures, [instance.ref]: instance } };
}

import type { Boxed, SignalBrief, Tier } from '@hrd-shield/contracts/pure';
import { TIERS } from '@hrd-shield/contracts/pure';
import type { ProtectionFact } from './facts.ts';
import { omitEntries } from './omit-entries.ts';
import {
  type CaseState,
  isLiving,
  MAX_CASE_ACTORS,
  type ProtectionState,
  type TaskState,
} from './state.ts';

type CaseFact = Extract<ProtectionFact, { kind: `case.${string}` }>;

/** Folds one fact about a case. Total: a fact of a case that is gone changes nothing. */
export function evolveCase(state: ProtectionState, fact: CaseFact): ProtectionState {
  if (fact.kind === 'case.opened') {
    const { restingSince: _, ...rest } = state;
    return { ...rest, cases: { ...state.cases, [fact.case]: openCase(fact) } };
  }
  const current = state.cases[fact.case];
  if (current === undefined) return state;
  switch (fact.kind) {
    case 'case.merged': {
      const merged = mergeSignal(current, fact);
      return {
        ...state,
        cases: { ...state.cases, [fact.case]: merged },
        tasks: fact.material ? refreshTasks(state, merged) : state.tasks,
      };
    }
    case 'case.ruled-out':
      return {
        ...state,
        cases: { ...state.cases, [fact.case]: { ...current, ruledOutAt: fact.tier } },
      };
    case 'case.ruled-in': {
      const { ruledOutAt: _, ...rest } = current;
      return { ...state, cases: { ...state.cases, [fact.case]: rest } };
    }
    case 'case.closed':
      return forgetCase(state, current, fact.at);
  }
}

/** The higher of two tiers. */
export function higherTier(a: Tier, b: Tier): Tier {
  return TIERS.indexOf(a) >= TIERS.indexOf(b) ? a : b;
}

/** Both lists without repeats, the newest kept when the bound is reached. */
export function joinActors(known: readonly Boxed[], more: readonly Boxed[]): readonly Boxed[] {
  return [...new Set([...known, ...more])].slice(-MAX_CASE_ACTORS);
}

function openCase(fact: Extract<CaseFact, { kind: 'case.opened' }>): CaseState {
  const { signal } = fact;
  return {
    id: fact.case,
    campaign: signal.campaign,
    threat: signal.threat,
    tier: signal.tier,
    score: signal.score,
    inauthentic: signal.inauthentic,
    directHarm: signal.directHarm,
    firstEventAt: signal.firstEventAt,
    eventAt: signal.eventAt,
    eventCount: signal.eventCount,
    actorCount: signal.actorCount,
    signalCount: 1,
    actors: joinActors([], signal.actors),
    openedAt: fact.at,
    lastSignalAt: fact.at,
    evidenceVersion: 1,
    notInForce: [],
    ...(signal.spared === undefined ? {} : { spared: joinActors([], signal.spared) }),
  };
}

function mergeSignal(
  current: CaseState,
  fact: Extract<CaseFact, { kind: 'case.merged' }>,
): CaseState {
  const { signal } = fact;
  return {
    ...current,
    threat: leadingThreat(current, signal),
    tier: higherTier(current.tier, signal.tier),
    score: Math.max(current.score, signal.score),
    inauthentic: current.inauthentic || signal.inauthentic,
    directHarm: current.directHarm || signal.directHarm,
    firstEventAt: Math.min(current.firstEventAt, signal.firstEventAt),
    eventAt: Math.max(current.eventAt, signal.eventAt),
    eventCount: Math.max(current.eventCount, signal.eventCount),
    actorCount: Math.max(current.actorCount, signal.actorCount),
    signalCount: current.signalCount + 1,
    actors: joinActors(current.actors, signal.actors),
    lastSignalAt: fact.at,
    evidenceVersion: current.evidenceVersion + (fact.material ? 1 : 0),
    ...(signal.spared === undefined
      ? {}
      : { spared: joinActors(current.spared ?? [], signal.spared) }),
  };
}

function leadingThreat(current: CaseState, signal: SignalBrief): CaseState['threat'] {
  return signal.score > current.score ? signal.threat : current.threat;
}

function refreshTasks(state: ProtectionState, merged: CaseState): ProtectionState['tasks'] {
  const refreshed = Object.values<TaskState>(state.tasks)
    .filter((task) => task.case === merged.id && task.decision === undefined)
    .map((task) => [task.id, { ...task, evidenceVersion: merged.evidenceVersion }] as const);
  return { ...state.tasks, ...Object.fromEntries(refreshed) };
}

function forgetCase(state: ProtectionState, closed: CaseState, at: number): ProtectionState {
  const cases = omitEntries(state.cases, (each) => each.id === closed.id);
  const left: ProtectionState = {
    ...state,
    cases,
    tasks: omitEntries(state.tasks, (task) => task.case === closed.id),
    measures: omitEntries(state.measures, (each) => each.case === closed.id && !isLiving(each)),
  };
  return Object.keys(cases).length === 0 ? { ...left, restingSince: at } : left;
}

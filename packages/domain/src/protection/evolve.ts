import { unreachable } from '@hrd-shield/contracts/pure';
import { evolveCase } from './evolve-case.ts';
import { evolveMeasure } from './evolve-measure.ts';
import { evolveTask } from './evolve-task.ts';
import type { ProtectionFact } from './facts.ts';
import { MAX_SEEN_SIGNALS, type ProtectionState } from './state.ts';

/** Folds one fact into the state. Total: every fact that was decided can be folded. */
export function evolveProtection(state: ProtectionState, fact: ProtectionFact): ProtectionState {
  return {
    ...applyFact(state, fact),
    revision: Math.max(state.revision + 1, fact.at),
  };
}

function applyFact(state: ProtectionState, fact: ProtectionFact): ProtectionState {
  switch (fact.kind) {
    case 'profile.noted':
      return { ...state, profile: fact.profile };
    case 'shadow.noted':
      return noteShadowed(state, fact);
    case 'conditions.noted':
      return { ...state, conditions: fact.conditions };
    case 'case.opened':
    case 'case.merged':
      return evolveCase(remember(state, `${fact.signal.id}#${fact.signal.revision}`), fact);
    case 'case.ruled-out':
    case 'case.ruled-in':
    case 'case.closed':
      return evolveCase(state, fact);
    case 'measure.requested':
    case 'measure.needed':
    case 'measure.released':
    case 'measure.renewed':
    case 'measure.applied':
    case 'measure.verified':
    case 'measure.refused':
    case 'measure.failed':
    case 'measure.expired':
    case 'measure.lift-asked':
    case 'measure.lifted':
    case 'measure.declined':
    case 'measure.withheld':
    case 'command.awaited':
    case 'command.settled':
      return evolveMeasure(state, fact);
    case 'task.opened':
    case 'task.claimed':
    case 'task.decided':
    case 'task.withdrawn':
    case 'task.rung-reached':
    case 'task.rung-told':
    case 'task.carried-out':
    case 'task.approved':
    case 'task.undone':
    case 'task.contacted':
    case 'task.clock-restarted':
    case 'task.handed-over':
    case 'task.passed':
      return evolveTask(state, fact);
    case 'consent.withdrawn':
      return { ...state, withdrawn: true };
    case 'protection.ended':
      return { ...state, done: true };
    default:
      return unreachable(fact);
  }
}

function remember(state: ProtectionState, key: string): ProtectionState {
  return { ...state, seen: [...state.seen, key].slice(-MAX_SEEN_SIGNALS) };
}

function noteShadowed(
  state: ProtectionState,
  fact: Extract<ProtectionFact, { kind: 'shadow.noted' }>,
): ProtectionState {
  const current = state.cases[fact.case];
  if (current === undefined) return state;
  const shadowed = [...(current.shadowed ?? []), `${fact.would} ${fact.measure}`];
  return { ...state, cases: { ...state.cases, [fact.case]: { ...current, shadowed } } };
}

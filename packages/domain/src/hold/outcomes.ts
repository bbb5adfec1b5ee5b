import type { Outcome } from '@hrd-shield/contracts';
import { holdTaskId, outcomeId, unreachable } from '@hrd-shield/contracts/pure';
import type { HoldFact } from './facts.ts';
import type { HoldSubject } from './state.ts';

/** The immutable fact that the record keeps; undefined for a step on the way. */
export function outcomeOf(about: HoldSubject, fact: HoldFact): Outcome | undefined {
  switch (fact.kind) {
    case 'hold.approved':
      return undefined;
    case 'hold.placed':
    case 'hold.override':
      return {
        ...base(about, fact.kind, fact.at),
        automatic: true,
        reason: `${about.origin}.${about.ground}`,
      };
    case 'hold.allowed':
    case 'hold.refused': {
      const { responder, scripted, option, reason } = fact.decision;
      return { ...base(about, fact.kind, fact.at), responder, scripted, option, reason };
    }
    case 'hold.released-unreviewed':
      return {
        ...base(about, fact.kind, fact.at),
        reason: about.began === 'held' ? 'deadline-passed' : 'review-missed',
      };
    default:
      return unreachable(fact);
  }
}

/** The task of the hold joins its outcomes. */
function base(about: HoldSubject, kind: Outcome['kind'], at: number): Outcome {
  return {
    id: outcomeId(kind, about.hold, 0),
    kind,
    defender: about.defender,
    at,
    task: holdTaskId(about.hold),
    dueAt: about.dueAt,
    policyHash: about.policyHash,
  };
}

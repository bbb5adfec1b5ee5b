import { unreachable } from '@hrd-shield/contracts/pure';
import type { HoldFact } from './facts.ts';
import type { HoldLife } from './state.ts';

/** Folds one fact into the life of a hold. Total. */
export function evolveHold(life: HoldLife, fact: HoldFact): HoldLife {
  switch (fact.kind) {
    case 'hold.placed':
    case 'hold.override':
      return { ...life, isPlaced: true };
    case 'hold.approved':
      return { ...life, allowedBy: [...life.allowedBy, fact.decision.responder] };
    case 'hold.allowed':
      return {
        ...life,
        allowedBy: [...life.allowedBy, fact.decision.responder],
        state: 'allowed',
      };
    case 'hold.refused':
      return { ...life, state: 'refused' };
    case 'hold.released-unreviewed':
      return { ...life, state: 'released-unreviewed' };
    default:
      return unreachable(fact);
  }
}

import type { Outcome } from '@hrd-shield/contracts';
import {
  type ErrorCode,
  HOLD_OPTIONS,
  type HoldDecision,
  unreachable,
} from '@hrd-shield/contracts/pure';
import { evolveHold } from './evolve.ts';
import type { HoldFact, HoldInput } from './facts.ts';
import { outcomeOf } from './outcomes.ts';
import { type HoldLife, isSettled } from './state.ts';

/** Different approvers that it takes to allow an action. @source response notes, section 2 */
export const APPROVERS_TO_ALLOW = 2;

/** What follows from one input. */
export interface HoldDecided {
  readonly facts: readonly HoldFact[];
  readonly outcomes: readonly Outcome[];
  /** The life with every fact folded. */
  readonly life: HoldLife;
}

/**
 * Decides what follows from one input. One approver refuses, two different ones allow, and the
 * deadline releases. An input that changes nothing gives no facts.
 */
export function decideHold(life: HoldLife, input: HoldInput): HoldDecided {
  const facts = factsOf(life, input);
  return {
    facts,
    outcomes: facts.flatMap((fact) => outcomeOf(life.about, fact) ?? []),
    life: facts.reduce(evolveHold, life),
  };
}

/** Why the decision is refused, as an error code; undefined when it is taken. */
export function refusalOfHoldDecision(
  life: HoldLife,
  decision: HoldDecision,
  at: number,
): ErrorCode | undefined {
  if (isSettled(life) || at >= life.about.dueAt) return 'task.already-decided';
  if (!HOLD_OPTIONS.includes(decision.option)) return 'task.unknown-option';
  if (decision.hasConflict === true) return 'hold.conflict';
  const isSecondTime = decision.option === 'allow' && life.allowedBy.includes(decision.responder);
  return isSecondTime ? 'hold.same-approver' : undefined;
}

function factsOf(life: HoldLife, input: HoldInput): readonly HoldFact[] {
  const { at } = input;
  switch (input.kind) {
    case 'placed': {
      if (life.isPlaced) return [];
      const kind = life.about.began === 'held' ? 'hold.placed' : 'hold.override';
      return [{ kind, at: life.about.askedAt }];
    }
    case 'clock': {
      const isDue = !isSettled(life) && at >= life.about.dueAt;
      return isDue ? [{ kind: 'hold.released-unreviewed', at }] : [];
    }
    case 'decision': {
      const { decision } = input;
      if (refusalOfHoldDecision(life, decision, at) !== undefined) return [];
      return [{ kind: kindOf(life, decision), at, decision }];
    }
    default:
      return unreachable(input);
  }
}

function kindOf(
  life: HoldLife,
  decision: HoldDecision,
): 'hold.refused' | 'hold.allowed' | 'hold.approved' {
  if (decision.option === 'refuse') return 'hold.refused';
  return life.allowedBy.length + 1 >= APPROVERS_TO_ALLOW ? 'hold.allowed' : 'hold.approved';
}

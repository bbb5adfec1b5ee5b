import { evolveProtection } from './evolve.ts';
import type { ProtectionFact } from './facts.ts';
import type { ProtectionPolicy } from './policy.ts';
import type { ProtectionState } from './state.ts';

type WithoutTime<F> = F extends ProtectionFact ? Omit<F, 'at'> : never;

/**
 * One decision in the making: each recorded fact is folded at once, so that the next rule sees
 * it. Effects are made from the facts only after all are folded.
 */
export interface Turn {
  readonly at: number;
  readonly policy: ProtectionPolicy;
  state(): ProtectionState;
  record(fact: WithoutTime<ProtectionFact>): void;
  facts(): readonly ProtectionFact[];
}

/** @param at the time of every fact of the decision, by the workflow's clock, epoch ms */
export function startTurn(before: ProtectionState, at: number, policy: ProtectionPolicy): Turn {
  let current = before;
  const recorded: ProtectionFact[] = [];
  return {
    at,
    policy,
    state: () => current,
    record: (fact) => {
      const whole = { ...fact, at } as ProtectionFact;
      recorded.push(whole);
      current = evolveProtection(current, whole);
    },
    facts: () => recorded,
  };
}

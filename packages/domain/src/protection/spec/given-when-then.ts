import { type ErrorCode, invariant } from '@hrd-shield/contracts/pure';
import { decideProtection, type ProtectionDecision, refusalOf } from '../decide.ts';
import type { ProtectionInput } from '../input.ts';
import type { ProtectionPolicy } from '../policy.ts';
import { initialProtection, type ProtectionState } from '../state.ts';
import { aDefender, aPolicy, START } from './builders.ts';
import type { Step, Story } from './story.ts';

/** Plays the steps on a fresh protection and gives the whole story. */
export function given(steps: readonly Step[], policy: ProtectionPolicy = aPolicy()): Story {
  let state = initialProtection(aDefender, START);
  const decisions: ProtectionDecision[] = [];
  for (const step of steps) {
    const so = { state, last: decisions.at(-1) ?? nothing(state), decisions };
    const decision = decideProtection(state, typeof step === 'function' ? step(so) : step, policy);
    decisions.push(decision);
    state = decision.state;
  }
  return { state, last: decisions.at(-1) ?? nothing(state), decisions };
}

/** The refusal of the last step after the others were played. */
export function refusalAfter(
  steps: readonly Step[],
  input: ProtectionInput,
  policy: ProtectionPolicy = aPolicy(),
): ErrorCode | undefined {
  return refusalOf(given(steps, policy).state, input, policy);
}

/** `act measure` of each command of the last decision. */
export function commandsOf(story: Story): readonly string[] {
  return story.last.effects.flatMap((effect) =>
    effect.kind === 'command' ? [`${effect.command.act} ${effect.command.measure}`] : [],
  );
}

/** Kinds of the outcomes of the last decision. */
export function outcomesOf(story: Story): readonly string[] {
  return story.last.effects.flatMap((effect) =>
    effect.kind === 'outcome' ? [effect.outcome.kind] : [],
  );
}

export function only<T>(items: readonly T[]): T {
  const [item] = items;
  invariant(item !== undefined && items.length === 1, 'there is exactly one');
  return item;
}

function nothing(state: ProtectionState): ProtectionDecision {
  return { facts: [], effects: [], state };
}

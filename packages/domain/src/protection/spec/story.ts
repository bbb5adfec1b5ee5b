import type { ProtectionDecision } from '../decide.ts';
import type { ProtectionInput } from '../input.ts';
import type { ProtectionState } from '../state.ts';

/** An input, or one made from the state so far: acks name commands that were really sent. */
export type Step = ProtectionInput | ((so: Story) => ProtectionInput);

/** What happened in a specification so far. */
export interface Story {
  readonly state: ProtectionState;
  readonly last: ProtectionDecision;
  /** Every decision in order. */
  readonly decisions: readonly ProtectionDecision[];
}

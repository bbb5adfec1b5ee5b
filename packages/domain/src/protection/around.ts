import type { ProtectionPolicy } from './policy.ts';
import type { ProtectionState } from './state.ts';

/** The states around a decision. */
export interface Around {
  readonly before: ProtectionState;
  readonly after: ProtectionState;
  readonly policy: ProtectionPolicy;
}

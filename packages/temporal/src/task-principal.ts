import type { Clearance, ResponderRef, ResponderRole, ResponderSeat } from '@hrd-shield/contracts';

/** Who acts; always from a token, never from what was typed. */
export interface TaskPrincipal {
  readonly responder: ResponderRef;
  readonly role: ResponderRole;
  readonly scripted: boolean;
  readonly languages: readonly string[];
  readonly skills: readonly string[];
  readonly clearance: Clearance;
  /** Declared conflicts of interest: coded words. */
  readonly conflicts: readonly string[];
}

/** What the rules see of a principal. */
export function seatOf(principal: TaskPrincipal, exposureSpent: boolean): ResponderSeat {
  const { clearance, conflicts, languages, role, skills } = principal;
  return { role, languages, skills, clearance, conflicts, exposureSpent };
}

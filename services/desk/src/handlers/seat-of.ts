import { type Clearance, RESPONDER_ROLES, type ResponderRole } from '@hrd-shield/contracts';
import type { PersonStore } from '@hrd-shield/postgres';
import type { TaskPrincipal } from '@hrd-shield/temporal';
import type { Principal } from '../principal.ts';

const LEAST: Clearance = 'standard';

/**
 * Who acts on a task: the pseudonym of the session and what a steward wrote of their skills. Of
 * somebody of whom nothing is written the least is believed.
 * @returns undefined for whoever is no responder of any kind
 */
export async function seatOf(
  persons: PersonStore,
  principal: Principal,
): Promise<TaskPrincipal | undefined> {
  if (principal.kind !== 'person') return undefined;
  if (principal.seat !== undefined) return principal.seat;
  const role = highestOf(principal.roles);
  if (role === undefined) return undefined;
  const person = await persons.find(principal.name);
  return {
    responder: principal.name,
    role,
    scripted: false,
    languages: person?.languages ?? [],
    skills: person?.skills ?? [],
    clearance: person?.clearance ?? LEAST,
    conflicts: person?.conflicts ?? [],
  };
}

function highestOf(roles: readonly string[]): ResponderRole | undefined {
  return RESPONDER_ROLES.findLast((role) => roles.includes(role));
}

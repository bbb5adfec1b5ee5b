import { type RemedyOpening, type ResponderRef, remedyIdOf } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import type { ProtectionFact } from './facts.ts';
import { follows } from './policy.ts';
import { type TaskState, tasksOf } from './state.ts';

/**
 * A case that a person has judged opens a remedy when it closes: confirmed, the defender was
 * harmed; ruled out, what was done for nothing has to be looked at by somebody else.
 *
 * @source response notes, section 2
 */
export function remedyAfterCase(around: Around, fact: ProtectionFact): RemedyOpening | undefined {
  if (fact.kind !== 'case.closed' || fact.reason === 'consent-withdrawn') return undefined;
  if (!follows(around.policy, 2)) return undefined;
  const tasks = tasksOf(around.before).filter((task) => task.case === fact.case);
  const isConfirmed = tasks.some(
    ({ decision }) => decision?.responder !== undefined && decision.verdict === 'confirmed',
  );
  if (!isConfirmed && fact.reason !== 'ruled-out') return undefined;
  const openedAt = around.before.cases[fact.case]?.openedAt ?? 0;
  return {
    remedy: remedyIdOf('case-closed', fact.case, openedAt),
    defender: around.after.defender,
    cause: 'case-closed',
    case: fact.case,
    firstDeciders: [...new Set(tasks.flatMap(peopleOf))],
    openedAt: fact.at,
  };
}

/** Who had a part in what was decided: an approval that waited for a second person is one. */
function peopleOf({ approvals = [], decision }: TaskState): readonly ResponderRef[] {
  const approvers = approvals.map(({ responder }) => responder);
  return decision?.responder === undefined ? approvers : [...approvers, decision.responder];
}

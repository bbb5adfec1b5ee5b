import { type RemedyOpening, type ResponderRef, remedyIdOf } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import type { ProtectionFact } from './facts.ts';
import { follows } from './policy.ts';
import { tasksOf } from './state.ts';

/**
 * A case that a person has judged opens a remedy when it closes: confirmed, the defender was
 * harmed; ruled out, what was done for nothing has to be looked at by somebody else.
 *
 * @source response notes, section 2
 */
export function remedyAfterCase(around: Around, fact: ProtectionFact): RemedyOpening | undefined {
  if (fact.kind !== 'case.closed' || fact.reason === 'consent-withdrawn') return undefined;
  if (!follows(around.policy, 2)) return undefined;
  const decided = tasksOf(around.before).filter(
    (task) => task.case === fact.case && task.decision?.responder !== undefined,
  );
  const isConfirmed = decided.some((task) => task.decision?.verdict === 'confirmed');
  if (!isConfirmed && fact.reason !== 'ruled-out') return undefined;
  const openedAt = around.before.cases[fact.case]?.openedAt ?? 0;
  return {
    remedy: remedyIdOf('case-closed', fact.case, openedAt),
    defender: around.after.defender,
    cause: 'case-closed',
    case: fact.case,
    firstDeciders: [
      ...new Set(
        decided.flatMap(({ decision }): ResponderRef[] =>
          decision?.responder === undefined ? [] : [decision.responder],
        ),
      ),
    ],
    openedAt: fact.at,
  };
}

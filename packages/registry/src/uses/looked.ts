import type { DefenderRef } from '@hrd-shield/contracts';
import { holds, type Party } from '@hrd-shield/domain/registry';
import { auditOf, type Outcome, refusedWith, type UseDeps } from './use-deps.ts';

/** Who may look at designations: an analyst sees rows of the record, and no designation. */
const LOOKS = ['registrar', 'approver', 'responder', 'auditor'] as const;

/**
 * Looks at what the registry keeps. Looking is accounted for before anything is shown.
 * @refuses `designation.wrong-role`
 */
export async function looked<T>(
  by: Party,
  of: { readonly act: string; readonly subject: DefenderRef | null },
  { audit, clock }: Pick<UseDeps, 'audit' | 'clock'>,
  look: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const isAllowed = holds(by, ...LOOKS);
  const refusal = isAllowed ? {} : ({ refusal: 'designation.wrong-role' } as const);
  await audit.append(auditOf(of.act, by, { at: clock.now(), subject: of.subject, ...refusal }));
  return isAllowed ? look() : refusedWith('designation.wrong-role');
}

import type { Party } from '@hrd-shield/domain/registry';
import { nominate } from './nominate.ts';
import { readProposals } from './read-proposals.ts';
import { auditOf, done, type Outcome, refusedWith, type UseDeps } from './use-deps.ts';

/** What became of each line. Nothing in it says who is known here. */
export interface ProposalReport {
  readonly taken: readonly number[];
  /** A field or a code, never a value. */
  readonly refused: readonly { readonly line: number; readonly fault: string }[];
}

/**
 * Takes a partner's list as proposals. A refused line stops no other, and is told by its number.
 * @refuses `designation.bad-file` | `designation.wrong-role` | `designation.state-request`
 */
export async function proposeMany(
  by: Party,
  text: string,
  deps: UseDeps,
): Promise<Outcome<ProposalReport>> {
  const isMayHand = by.kind === 'partner' || (by.kind === 'responder' && !by.hasConflict);
  const at = deps.clock.now();
  if (!isMayHand) {
    const code = by.kind === 'state-body' ? 'designation.state-request' : 'designation.wrong-role';
    await deps.audit.append(auditOf('propose-many', by, { at, subject: null, refusal: code }));
    return refusedWith(code);
  }
  const lines = readProposals(text);
  if (lines === undefined) return refusedWith('designation.bad-file');
  await deps.audit.append(auditOf('propose-many', by, { at, subject: null }));
  const taken: number[] = [];
  const refused: { line: number; fault: string }[] = [];
  for (const each of lines) {
    if ('fault' in each) {
      refused.push(each);
      continue;
    }
    const answer = await nominate(by, each.nomination, deps);
    if (answer.ok) taken.push(each.line);
    else refused.push({ line: each.line, fault: answer.code });
  }
  return done({ taken, refused });
}

import type { CaseId, Outcome } from '@hrd-shield/contracts';
import type { Around } from './around.ts';
import type { ProtectionFact } from './facts.ts';
import { ofCase, write } from './outcome-parts.ts';
import { isInForce, measuresOf } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Notes where a candidate policy would have done otherwise: what it would have asked for and the
 * live one did not, and the other way round. It is told once for a case and measure, as an outcome;
 * nothing of it ever becomes a command, a task or a word to anybody.
 *
 * @param candidate what the candidate decided from the same state and input
 * @source response notes, section 4; product notes, feature 11
 */
export function noteShadow(turn: Turn, candidate: readonly ProtectionFact[]): void {
  const { shadow } = turn.policy;
  if (shadow === undefined) return;
  const live = requestsOf(turn.facts());
  const other = requestsOf(candidate);
  for (const [key, request] of other) {
    if (!live.has(key) && !isStanding(turn, request)) note(turn, request, 'apply');
  }
  for (const [key, request] of live) {
    if (!other.has(key)) note(turn, request, 'not-apply');
  }
}

/** What the record keeps of it, under the hash of the candidate. */
export function shadowOutcomes(around: Around, fact: ProtectionFact): readonly Outcome[] {
  if (fact.kind !== 'shadow.noted') return [];
  const kind = fact.would === 'apply' ? 'shadow.would-apply' : 'shadow.would-not-apply';
  return [
    {
      ...write(around, fact, [kind, fact.case, `${fact.measure}#${fact.hash}`], {
        ...ofCase(around, fact.case),
        measure: fact.measure as NonNullable<Outcome['measure']>,
        automatic: true,
      }),
      policyHash: fact.hash,
    },
  ];
}

interface Request {
  readonly case: CaseId;
  readonly measure: string;
}

function requestsOf(facts: readonly ProtectionFact[]): ReadonlyMap<string, Request> {
  const found = new Map<string, Request>();
  for (const fact of facts) {
    if (fact.kind !== 'measure.requested') continue;
    found.set(`${fact.case} ${fact.measure}`, { case: fact.case, measure: fact.measure });
  }
  return found;
}

function isStanding(turn: Turn, { case: forCase, measure }: Request): boolean {
  return measuresOf(turn.state()).some(
    (each) => each.measure === measure && isInForce(each) && each.neededBy.includes(forCase),
  );
}

function note(turn: Turn, { case: forCase, measure }: Request, would: 'apply' | 'not-apply'): void {
  const hash = turn.policy.shadow?.hash ?? '';
  const known = turn.state().cases[forCase];
  if (known === undefined || known.shadowed?.includes(`${would} ${measure}`)) return;
  turn.record({ kind: 'shadow.noted', case: forCase, measure, would, hash });
}

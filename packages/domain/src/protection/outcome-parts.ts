import type { Outcome } from '@hrd-shield/contracts';
import { type OutcomeKind, outcomeId } from '@hrd-shield/contracts/pure';
import type { Around } from './around.ts';
import type { ProtectionFact } from './facts.ts';
import type { CaseState } from './state.ts';

/** What an outcome tells beside kind, time and whom it concerns. */
export type Details = Omit<Partial<Outcome>, 'id' | 'kind' | 'defender' | 'at'>;

/** What makes an outcome the same outcome: kind, subject, step. */
export type Identity = readonly [kind: OutcomeKind, subject: string, step: string | number];

/** One immutable fact with what it is about. */
export function write(
  around: Around,
  fact: ProtectionFact,
  identity: Identity,
  details: Details,
): Outcome {
  const [kind] = identity;
  return {
    id: outcomeId(...identity),
    kind,
    defender: around.after.defender,
    at: fact.at,
    policyHash: around.policy.hash,
    ...details,
  };
}

function caseOf(around: Around, id: CaseState['id']): CaseState | undefined {
  return around.after.cases[id] ?? around.before.cases[id];
}

/** Epoch ms. */
export function openedAt(around: Around, id: CaseState['id']): number {
  return caseOf(around, id)?.openedAt ?? 0;
}

/** What an outcome tells of its case. */
export function ofCase(around: Around, id: CaseState['id']): Details {
  const known = caseOf(around, id);
  if (known === undefined) return { case: id };
  return {
    case: id,
    campaign: known.campaign,
    threat: known.threat,
    tier: known.tier,
    score: known.score,
    eventAt: known.eventAt,
    firstEventAt: known.firstEventAt,
    actorCount: known.actorCount,
    eventCount: known.eventCount,
  };
}

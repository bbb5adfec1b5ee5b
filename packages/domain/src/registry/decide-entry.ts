import type { RefusalReason } from '@hrd-shield/contracts/pure';
import { type RegistryAnswer, refused, taken } from './answer.ts';
import type { AskOf, RegistryAsk } from './input.ts';
import { consentedClasses, type RegistryLife } from './life.ts';
import { holds, labelOf } from './party.ts';
import type { RegistryPolicy } from './policy.ts';

/** Reasons that only the person concerned gives. */
const OWN_REASON: RefusalReason = 'declined-by-person';

/**
 * A word that somebody should be designated. It designates nobody, and is taken without saying
 * whether the account is known here: the answer tells nobody who is designated.
 */
export function propose(life: RegistryLife, ask: AskOf<'propose'>): RegistryAnswer {
  if (life.version > 0) return refused('designation.wrong-state');
  if (ask.source === 'state-body') return refused('designation.state-request');
  const isTheirOwn =
    (ask.source === 'self') === (ask.by.kind === 'defender') &&
    (ask.source === 'delegate') === (ask.by.kind === 'delegate') &&
    (ask.source === 'partner') === (ask.by.kind === 'partner');
  if (!isTheirOwn) return refused('designation.wrong-role');
  if (ask.by.kind === 'responder' && !holds(ask.by, 'registrar')) {
    return refused('designation.wrong-role');
  }
  const { evidence, probe, source, tier } = ask;
  // What somebody says of themselves or of others is a claim until a person has looked.
  const shown = ask.by.kind === 'responder' ? evidence : 'claimed';
  return taken(ask, { kind: 'proposed', source, evidence: shown, tier, probe });
}

/** The first person: published acts, evidence, capacity. @source response notes, section 2 */
export function vet(life: RegistryLife, ask: AskOf<'vet'>, policy: RegistryPolicy): RegistryAnswer {
  if (life.state !== 'proposed' && life.state !== 'emergency') {
    return refused('designation.wrong-state');
  }
  if (!holds(ask.by, 'registrar', 'approver')) return refused('designation.wrong-role');
  if (life.proposedBy === labelOf(ask.by) || life.emergency?.by === labelOf(ask.by)) {
    return refused('designation.same-person');
  }
  if (isConflicted(ask)) return refused('designation.conflict');
  if (ask.capacity !== 'defender') return refused('designation.excluded');
  const areKnown = ask.acts.length > 0 && ask.acts.every((act) => policy.acts.includes(act));
  if (!areKnown || ask.evidence === 'claimed') return refused('designation.criteria');
  return taken(ask, { kind: 'vetted', acts: ask.acts, evidence: ask.evidence });
}

/** The second person, who had no part in it before. */
export function add(life: RegistryLife, ask: AskOf<'add'>, policy: RegistryPolicy): RegistryAnswer {
  const isOpen = life.state === 'vetted' || life.state === 'emergency';
  if (!isOpen || life.vettedBy === undefined || life.approvedBy !== undefined) {
    return refused('designation.wrong-state');
  }
  if (!holds(ask.by, 'approver')) return refused('designation.wrong-role');
  if (hadPart(life, labelOf(ask.by))) return refused('designation.same-person');
  if (isConflicted(ask)) return refused('designation.conflict');
  const approved = taken(ask, { kind: 'approved' });
  return consentedClasses(life).length === 0 ? approved : activated(ask, policy, approved);
}

/** What begins with the last of approval and consent. */
export function activated(
  ask: Pick<RegistryAsk, 'at' | 'by'>,
  policy: RegistryPolicy,
  before: RegistryAnswer,
): RegistryAnswer {
  if (!before.ok) return before;
  const more = taken(ask, { kind: 'activated', reviewDueAt: ask.at + policy.reviewEveryMs });
  return more.ok ? { ok: true, facts: [...before.facts, ...more.facts] } : more;
}

/** Refused with a code; whoever is concerned may always decline. */
export function refuse(life: RegistryLife, ask: AskOf<'refuse'>): RegistryAnswer {
  const isOpen = ['proposed', 'vetted', 'approved'].includes(life.state);
  if (!isOpen) return refused('designation.wrong-state');
  const isPerson = ask.by.kind === 'defender';
  if (isPerson !== (ask.reason === OWN_REASON)) return refused('designation.wrong-role');
  if (!isPerson && !holds(ask.by, 'registrar', 'approver')) {
    return refused('designation.wrong-role');
  }
  if (!isPerson && isConflicted(ask)) return refused('designation.conflict');
  return taken(ask, { kind: 'refused', reason: ask.reason });
}

/** Against a refusal, or an end that two people decided. */
export function appeal(
  life: RegistryLife,
  ask: AskOf<'appeal'>,
  policy: RegistryPolicy,
): RegistryAnswer {
  const since = life.refusal?.at ?? life.ended?.at;
  const isAppealable =
    life.state === 'refused' || (life.state === 'ended' && life.ended?.reason === 'reviewed-out');
  if (!isAppealable || since === undefined || life.appeal !== undefined || life.isErased) {
    return refused('designation.wrong-state');
  }
  if (ask.at > since + policy.appealWithinMs) return refused('designation.too-late');
  const isConcerned = ask.by.kind === 'defender' || ask.by.kind === 'delegate';
  const isProposer = labelOf(ask.by) === life.proposedBy;
  return isConcerned || isProposer
    ? taken(ask, { kind: 'appealed' })
    : refused('designation.wrong-role');
}

/** By somebody who had no part in what is appealed against. */
export function decideAppeal(life: RegistryLife, ask: AskOf<'decide-appeal'>): RegistryAnswer {
  if (life.appeal === undefined) return refused('designation.wrong-state');
  if (!holds(ask.by, 'approver')) return refused('designation.wrong-role');
  if (hadPart(life, labelOf(ask.by))) return refused('designation.same-person');
  if (isConflicted(ask)) return refused('designation.conflict');
  return taken(ask, { kind: 'appeal-decided', isUpheld: ask.isUpheld });
}

/**
 * Whether a responder has declared a conflict of interest with this designation; others decide
 * nothing here.
 */
export function isConflicted(ask: Pick<RegistryAsk, 'by'>): boolean {
  return ask.by.kind === 'responder' && ask.by.hasConflict;
}

/** Whether this person proposed, vetted, approved, refused, ended or recorded consent before. */
export function hadPart(life: RegistryLife, label: string): boolean {
  return [
    life.proposedBy,
    life.vettedBy,
    life.approvedBy,
    life.refusal?.by,
    life.endProposedBy,
    life.emergency?.by,
    ...Object.values(life.consents).map(({ by }) => by),
  ].includes(label);
}

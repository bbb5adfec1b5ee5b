import { type RegistryAnswer, refused, taken } from './answer.ts';
import { isConflicted } from './decide-entry.ts';
import type { AskOf, RegistryAsk } from './input.ts';
import { isLiving, type RegistryLife } from './life.ts';
import { holds, labelOf } from './party.ts';
import type { RegistryPolicy } from './policy.ts';

/** One person, in danger to somebody else: little is seen, soon is looked at, and it ends. */
export function beginEmergency(life: RegistryLife, ask: AskOf<'begin-emergency'>): RegistryAnswer {
  if (life.state !== 'proposed' && life.state !== 'vetted') {
    return refused('designation.wrong-state');
  }
  if (!holds(ask.by, 'approver')) return refused('designation.wrong-role');
  if (isConflicted(ask)) return refused('designation.conflict');
  return taken(ask, { kind: 'emergency-began' });
}

/** Another person keeps it until its end, or ends it now. */
export function reviewEmergency(
  life: RegistryLife,
  ask: AskOf<'review-emergency'>,
): RegistryAnswer {
  if (life.state !== 'emergency' || life.emergency?.reviewedBy !== undefined) {
    return refused('designation.wrong-state');
  }
  if (!holds(ask.by, 'registrar', 'approver')) return refused('designation.wrong-role');
  const label = labelOf(ask.by);
  if (label === life.emergency?.by || label === life.proposedBy) {
    return refused('designation.same-person');
  }
  if (isConflicted(ask)) return refused('designation.conflict');
  return ask.keep
    ? taken(ask, { kind: 'emergency-reviewed' })
    : taken(ask, { kind: 'ended', reason: 'reviewed-out' });
}

/** The periodic review: it goes on. */
export function review(
  life: RegistryLife,
  ask: AskOf<'review'>,
  policy: RegistryPolicy,
): RegistryAnswer {
  if (life.state !== 'active' && life.state !== 'paused') return refused('designation.wrong-state');
  if (!holds(ask.by, 'registrar', 'approver')) return refused('designation.wrong-role');
  if (isConflicted(ask)) return refused('designation.conflict');
  return taken(ask, { kind: 'reviewed', reviewDueAt: ask.at + policy.reviewEveryMs });
}

/** Somebody was taken, or did not check in; agreed to beforehand. */
export function beginCustody(life: RegistryLife, ask: AskOf<'begin-custody'>): RegistryAnswer {
  if (!isLiving(life) || life.custodySince !== undefined) return refused('designation.wrong-state');
  if (!ask.isPreConsented) return refused('designation.no-consent');
  return taken(ask, { kind: 'custody-began' });
}

/** Ends by the proof of safety that was agreed beforehand, which a person has checked. */
export function endCustody(life: RegistryLife, ask: AskOf<'end-custody'>): RegistryAnswer {
  if (life.custodySince === undefined) return refused('designation.wrong-state');
  if (!holds(ask.by, 'responder', 'approver')) return refused('designation.wrong-role');
  if (!ask.isSafetyProved) return refused('custody.no-proof');
  return taken(ask, { kind: 'custody-ended' });
}

/** Their own word, a delegate's, or that of whoever spoke with them. */
export function setContactHours(
  life: RegistryLife,
  ask: AskOf<'set-contact-hours'>,
): RegistryAnswer {
  const refusal = refusalOfAgreement(life, ask);
  return refusal === undefined ? taken(ask, { kind: 'contact-hours-set' }) : refused(refusal);
}

/**
 * A missed check-in begins custody. It takes the phrase that ends custody, so that whoever sets it
 * can end it, and a forced hand neither stops nor stretches it.
 */
export function setCheckIn(life: RegistryLife, ask: AskOf<'set-check-in'>): RegistryAnswer {
  const refusal = refusalOfAgreement(life, ask);
  if (refusal !== undefined) return refused(refusal);
  if (life.custodySince !== undefined) return refused('designation.in-custody');
  if (!ask.isPreConsented) return refused('designation.no-consent');
  if (!ask.isSafetyProved) return refused('custody.no-proof');
  return taken(ask, { kind: ask.isAwaited ? 'check-in-set' : 'check-in-stopped' });
}

/** Nothing is agreed anew in a session that looks taken over, nor behind a screen under duress. */
function refusalOfAgreement(life: RegistryLife, { by }: Pick<RegistryAsk, 'by'>) {
  if (!isLiving(life) || life.duressSince !== undefined) return 'designation.wrong-state';
  if (by.kind === 'defender') {
    return by.session === 'doubtful' ? 'designation.doubtful-session' : undefined;
  }
  const isTheirs = by.kind === 'delegate' || holds(by, 'registrar', 'responder');
  return isTheirs ? undefined : 'designation.wrong-role';
}

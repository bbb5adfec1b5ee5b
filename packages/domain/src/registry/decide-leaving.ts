import { type RegistryAnswer, refused, taken } from './answer.ts';
import { hadPart, isConflicted } from './decide-entry.ts';
import type { AskOf, RegistryAsk } from './input.ts';
import { isLiving, type RegistryLife } from './life.ts';
import { holds, labelOf } from './party.ts';
import type { RegistryPolicy } from './policy.ts';

/**
 * The defender's own end of it. A duress phrase does the same on screen and keeps protection; a
 * doubtful session or a delegate alone only pauses; whoever is held may be made to ask, so
 * custody refuses it.
 *
 * @source response notes, section 2
 */
export function withdraw(life: RegistryLife, ask: AskOf<'withdraw'>): RegistryAnswer {
  if (ask.by.kind === 'partner') return refused('designation.wrong-role');
  const isEntering = ['proposed', 'vetted', 'approved'].includes(life.state);
  if (isEntering && ask.by.kind === 'defender') {
    return taken(ask, { kind: 'refused', reason: 'declined-by-person' });
  }
  if (!isLiving(life)) return refused('designation.wrong-state');
  if (ask.isDuress) {
    return life.duressSince === undefined
      ? taken(ask, { kind: 'duress-signalled' })
      : { ok: true, facts: [] };
  }
  if (life.custodySince !== undefined) return refused('designation.in-custody');
  return begunWithdrawal(life, ask);
}

/** A full stop where the person themselves asks for it, else a pause. */
export function begunWithdrawal(
  life: RegistryLife,
  ask: Pick<RegistryAsk, 'at' | 'by'>,
): RegistryAnswer {
  if (life.custodySince !== undefined) return refused('designation.in-custody');
  const { by } = ask;
  if (by.kind === 'delegate' || (by.kind === 'defender' && by.session === 'doubtful')) {
    const why = by.kind === 'delegate' ? 'delegate-alone' : 'doubtful-session';
    if (life.state === 'paused') return { ok: true, facts: [] };
    return taken(ask, { kind: 'paused', why });
  }
  if (by.kind === 'responder' && !holds(by, 'registrar')) return refused('designation.wrong-role');
  return taken(ask, { kind: 'withdrawn' });
}

/** Somebody who spoke with the defender over the safe channel, not the one who took the word. */
export function confirmWithdrawal(
  life: RegistryLife,
  ask: AskOf<'confirm-withdrawal'>,
): RegistryAnswer {
  if (life.state !== 'cooling-off' || life.withdrawal?.confirmedBy !== undefined) {
    return refused('designation.wrong-state');
  }
  if (!holds(ask.by, 'registrar', 'responder')) return refused('designation.wrong-role');
  if (labelOf(ask.by) === life.withdrawal?.by) return refused('designation.same-person');
  return taken(ask, { kind: 'withdrawal-confirmed' });
}

/** Protection goes on under a new reference, since an end is never taken back on the topic. */
export function undoWithdrawal(
  life: RegistryLife,
  ask: AskOf<'undo-withdrawal'>,
  policy: RegistryPolicy,
): RegistryAnswer {
  if (life.state !== 'cooling-off' || life.withdrawal === undefined) {
    return refused('designation.wrong-state');
  }
  if (ask.at >= life.withdrawal.since + policy.coolingOffMs) {
    return refused('designation.too-late');
  }
  if (ask.by.kind === 'defender' && ask.by.session === 'doubtful') {
    return refused('designation.doubtful-session');
  }
  const isTheirs = ask.by.kind === 'defender' || holds(ask.by, 'registrar', 'responder');
  if (!isTheirs) return refused('designation.wrong-role');
  return taken(
    ask,
    { kind: 'succeeded', successor: ask.successor },
    { kind: 'ended', reason: 'undone' },
  );
}

/** A person has spoken with whoever typed the phrase; a real withdrawal is asked for anew. */
export function resolveDuress(life: RegistryLife, ask: AskOf<'resolve-duress'>): RegistryAnswer {
  if (life.duressSince === undefined) return refused('designation.wrong-state');
  if (!holds(ask.by, 'approver')) return refused('designation.wrong-role');
  return taken(ask, { kind: 'duress-resolved' });
}

/** Stops processing until resumed. */
export function pause(life: RegistryLife, ask: AskOf<'pause'>): RegistryAnswer {
  if (life.state !== 'active' && life.state !== 'emergency') {
    return refused('designation.wrong-state');
  }
  if (life.custodySince !== undefined) return refused('designation.in-custody');
  const isTheirs =
    ask.by.kind === 'defender' || ask.by.kind === 'delegate' || holds(ask.by, 'registrar');
  if (!isTheirs) return refused('designation.wrong-role');
  const isDoubtful = ask.by.kind === 'defender' && ask.by.session === 'doubtful';
  return taken(ask, { kind: 'paused', why: isDoubtful ? 'doubtful-session' : 'asked' });
}

/** Whoever may hold the session cannot switch it on again by themselves; a person can. */
export function resume(life: RegistryLife, ask: AskOf<'resume'>): RegistryAnswer {
  if (life.state !== 'paused') return refused('designation.wrong-state');
  if (ask.by.kind === 'defender') {
    return ask.by.session === 'trusted'
      ? taken(ask, { kind: 'resumed' })
      : refused('designation.doubtful-session');
  }
  return holds(ask.by, 'registrar', 'responder')
    ? taken(ask, { kind: 'resumed' })
    : refused('designation.wrong-role');
}

/** The first of two people who find that somebody is no defender. */
export function proposeEnd(life: RegistryLife, ask: AskOf<'propose-end'>): RegistryAnswer {
  if (!isLiving(life) || life.custodySince !== undefined) return refused('designation.wrong-state');
  if (!holds(ask.by, 'registrar')) return refused('designation.wrong-role');
  if (isConflicted(ask)) return refused('designation.conflict');
  return taken(ask, { kind: 'end-proposed' });
}

/** The second, who had no part in it. */
export function decideEnd(life: RegistryLife, ask: AskOf<'decide-end'>): RegistryAnswer {
  if (!isLiving(life) || life.endProposedBy === undefined) {
    return refused('designation.wrong-state');
  }
  if (life.custodySince !== undefined) return refused('designation.in-custody');
  if (!holds(ask.by, 'approver')) return refused('designation.wrong-role');
  if (hadPart({ ...life, proposedBy: '' }, labelOf(ask.by))) {
    return refused('designation.same-person');
  }
  if (isConflicted(ask)) return refused('designation.conflict');
  return taken(ask, { kind: 'ended', reason: 'reviewed-out' });
}

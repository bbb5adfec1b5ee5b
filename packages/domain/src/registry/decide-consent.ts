import { type RegistryAnswer, refused, taken } from './answer.ts';
import { activated } from './decide-entry.ts';
import { begunWithdrawal } from './decide-leaving.ts';
import type { AskOf } from './input.ts';
import { consentedClasses, type RegistryLife } from './life.ts';
import { holds, labelOf } from './party.ts';
import type { RegistryPolicy } from './policy.ts';

const CONSENTABLE = ['proposed', 'vetted', 'approved', 'emergency', 'active', 'paused'];

/**
 * Consent per class of data. Only the person concerned gives it: in their own trusted session, or
 * to a responder who wrote down how. A partner's or delegate's word is a claim, never consent.
 */
export function consent(
  life: RegistryLife,
  ask: AskOf<'consent'>,
  policy: RegistryPolicy,
): RegistryAnswer {
  if (!CONSENTABLE.includes(life.state)) return refused('designation.wrong-state');
  if (ask.classes.length === 0 || ask.givenAt > ask.at) return refused('designation.no-consent');
  const isOwn = ask.by.kind === 'defender';
  if (isOwn !== (ask.way === 'own-session')) return refused('designation.wrong-role');
  if (ask.by.kind === 'defender' && ask.by.session === 'doubtful') {
    return refused('designation.doubtful-session');
  }
  if (!isOwn && !holds(ask.by, 'registrar', 'responder')) return refused('designation.wrong-role');
  if (!isOwn && labelOf(ask.by) === life.approvedBy) return refused('designation.same-person');
  const given = taken(ask, { kind: 'consented', classes: ask.classes, way: ask.way });
  if (!given.ok) return given;
  const dated = given.facts.map((fact) => ({ ...fact, at: ask.givenAt }));
  const isWaiting =
    life.approvedBy !== undefined && (life.state === 'approved' || life.state === 'emergency');
  const before = { ok: true, facts: dated } as const;
  return isWaiting ? activated(ask, policy, before) : before;
}

/** Less may be seen from now on; nothing left is a withdrawal. */
export function narrowConsent(life: RegistryLife, ask: AskOf<'narrow-consent'>): RegistryAnswer {
  if (!CONSENTABLE.includes(life.state)) return refused('designation.wrong-state');
  const isTheirs = ask.by.kind === 'defender' || holds(ask.by, 'registrar', 'responder');
  if (!isTheirs) return refused('designation.wrong-role');
  const had = consentedClasses(life);
  const gone = ask.classes.filter((each) => had.includes(each));
  if (gone.length === 0) return refused('designation.no-consent');
  const isNothingLeft = had.every((each) => gone.includes(each));
  const isLive = life.state === 'active' || life.state === 'paused';
  if (isNothingLeft && isLive) return begunWithdrawal(life, ask);
  return taken(ask, { kind: 'consent-narrowed', classes: gone });
}

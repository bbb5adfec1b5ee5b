import type { ErrorCode } from '@hrd-shield/contracts/pure';
import { type RegistryAnswer, refused, taken } from './answer.ts';
import { activated } from './decide-entry.ts';
import { begunWithdrawal } from './decide-leaving.ts';
import type { AskOf, RegistryAsk } from './input.ts';
import { consentedClasses, isOwnWord, type RegistryLife } from './life.ts';
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
  const refusal = refusalOfWord(life, ask);
  if (refusal !== undefined) return refused(refusal);
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
  if (!isTheirs(ask)) return refused('designation.wrong-role');
  const had = consentedClasses(life);
  const gone = ask.classes.filter((each) => had.includes(each));
  if (gone.length === 0) return refused('designation.no-consent');
  const isNothingLeft = had.every((each) => gone.includes(each));
  const isLive = life.state === 'active' || life.state === 'paused';
  if (isNothingLeft && isLive) return begunWithdrawal(life, ask);
  return taken(ask, { kind: 'consent-narrowed', classes: gone });
}

/**
 * What they said of themselves is counted together with what many others said; consent like any
 * other. Nothing is counted of what others said of them, nor agreed to behind a screen under duress.
 */
export function agreeToCounting(
  life: RegistryLife,
  ask: AskOf<'agree-to-counting'>,
): RegistryAnswer {
  const isAskable = CONSENTABLE.includes(life.state) && life.duressSince === undefined;
  if (!isAskable || !ask.hasTold || !isOwnWord(life)) return refused('designation.wrong-state');
  const refusal = refusalOfWord(life, ask);
  if (refusal !== undefined) return refused(refusal);
  if (life.counting?.is === 'agreed') return { ok: true, facts: [] };
  return taken(ask, { kind: 'counting-agreed', way: ask.way });
}

/**
 * In any state and session: a forced hand gains nothing by it, and protection stays what it is. It
 * is answered alike once nothing is left to count, as the screen under duress shows it.
 */
export function takeBackCounting(
  life: RegistryLife,
  ask: AskOf<'take-back-counting'>,
): RegistryAnswer {
  if (!isTheirs(ask)) return refused('designation.wrong-role');
  const isSaid = life.counting?.is === 'taken-back' && !ask.isForgotten;
  if (life.isErased || isSaid) return { ok: true, facts: [] };
  return taken(ask, { kind: 'counting-taken-back', isForgotten: ask.isForgotten });
}

function isTheirs({ by }: Pick<RegistryAsk, 'by'>): boolean {
  return by.kind === 'defender' || holds(by, 'registrar', 'responder');
}

/** Consent is their own word in a trusted session, or written down by who did not approve them. */
function refusalOfWord(
  life: RegistryLife,
  { by, way }: Pick<AskOf<'consent'>, 'by' | 'way'>,
): ErrorCode | undefined {
  const isOwn = by.kind === 'defender';
  if (isOwn !== (way === 'own-session')) return 'designation.wrong-role';
  if (isOwn) return by.session === 'doubtful' ? 'designation.doubtful-session' : undefined;
  if (!holds(by, 'registrar', 'responder')) return 'designation.wrong-role';
  return labelOf(by) === life.approvedBy ? 'designation.same-person' : undefined;
}

import type { DefenderRef, DesignationSource } from '@hrd-shield/contracts';
import { decideRegistry, type Party, unbornLife } from '@hrd-shield/domain/registry';
import type { Nomination } from '../details.ts';
import { phraseHash } from '../phrase.ts';
import { turnOf } from '../turn-of.ts';
import { auditOf, done, type Outcome, refusedWith, type UseDeps } from './use-deps.ts';

const SOURCE_OF: Readonly<Record<Party['kind'], DesignationSource>> = {
  responder: 'registrar',
  defender: 'self',
  delegate: 'delegate',
  partner: 'partner',
  'state-body': 'state-body',
};

/**
 * A word that somebody should be designated; it designates nobody. The answer is the same whether
 * the account is known here or not.
 * @refuses `designation.wrong-role` | `designation.state-request`
 * @throws ShieldError `postgres.*` | `keys.unavailable` | `audit.unavailable`
 */
export async function nominate(
  by: Party,
  nomination: Nomination,
  deps: UseDeps,
): Promise<Outcome<{ readonly ref: DefenderRef }>> {
  const { audit, clock, lives, policy, sealer } = deps;
  const at = clock.now();
  const ref = sealer.newRef();
  const { evidence, tier } = nomination;
  const source = SOURCE_OF[by.kind];
  const answer = decideRegistry(
    unbornLife(ref),
    { kind: 'propose', at, by, source, evidence, tier, probe: false },
    policy,
  );
  if (!answer.ok) {
    await audit.append(auditOf('propose', by, { at, subject: null, refusal: answer.code }));
    return refusedWith(answer.code);
  }
  await audit.append(auditOf('propose', by, { at, subject: ref }));
  await sealer.newKey(ref);
  const parts = await sealedParts(ref, nomination, deps);
  const moment = { at, hasOpenCase: false, upSince: at };
  const turn = await turnOf({ life: unbornLife(ref), facts: answer.facts, moment, parts }, deps);
  await lives.create({ ...turn, parts }, at);
  return done({ ref });
}

async function sealedParts(ref: DefenderRef, nomination: Nomination, { sealer }: UseDeps) {
  const { contact, delegates, identity, phrases, profile, risk } = nomination;
  const { duress, safety } = phrases ?? {};
  const kept = {
    ...profile,
    ...(contact?.hours === undefined ? {} : { contactHours: contact.hours }),
    ...(duress === undefined ? {} : { duress: phraseHash(duress) }),
    ...(safety === undefined ? {} : { safety: phraseHash(safety) }),
  };
  return {
    identity: await sealer.sealPart(ref, 'identity', identity),
    profile: await sealer.sealPart(ref, 'profile', kept),
    ...(contact === undefined ? {} : { contact: await sealer.sealPart(ref, 'contact', contact) }),
    ...(delegates === undefined
      ? {}
      : { delegates: await sealer.sealPart(ref, 'delegates', delegates) }),
    ...(risk === undefined ? {} : { risk: await sealer.sealPart(ref, 'risk', risk) }),
  };
}

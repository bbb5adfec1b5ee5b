import type { DataClass, DefenderRef, ResponderRef } from '@hrd-shield/contracts';
import { deriveId } from '@hrd-shield/contracts';
import { Nomination, OWN_PARTIES, type Registry } from '@hrd-shield/registry';
import { type DeskStage, newKey, type SignedInBrowser } from './desk-stage.ts';

const person = (name: string, role: 'registrar' | 'approver') =>
  ({
    kind: 'responder',
    ref: deriveId('r', name) as ResponderRef,
    roles: [role],
    hasConflict: false,
  }) as const;

/** Somebody whom four people designated, with what they agreed to. */
export async function designatedWith(
  registry: Registry,
  given: {
    readonly account: string;
    readonly classes: readonly DataClass[];
    readonly custody?: boolean;
    readonly phrases?: Nomination['phrases'];
  },
): Promise<DefenderRef> {
  const { uses } = registry;
  const { account, classes, custody = false, phrases } = given;
  const profile = { language: 'es', custody };
  const named = await uses.nominate(
    person('rosa', 'registrar'),
    Nomination.parse({ identity: { account }, profile, phrases }),
  );
  const ref = named.ok ? named.value.ref : ('' as DefenderRef);
  const vet = { kind: 'vet', acts: ['legal-aid'], evidence: 'public-acts' } as const;
  await uses.ask(person('ravi', 'registrar'), ref, { ...vet, capacity: 'defender' });
  const consent = { kind: 'consent', classes, way: 'own-session' } as const;
  await uses.ask(OWN_PARTIES.defender, ref, { ...consent, givenAt: Date.now() });
  await uses.ask(person('amal', 'approver'), ref, { kind: 'add' });
  return ref;
}

/** A token of a designation. */
export async function ownToken(
  stella: SignedInBrowser,
  defender: DefenderRef,
  role: 'defender' | 'delegate' = 'defender',
): Promise<string> {
  const issued = await stella.post('/v1/tokens', { role, defender, days: 30 });
  return ((await issued.json()) as { token: string }).token;
}

/** An act on one's own designation. */
export const ownAct = (
  desk: Pick<DeskStage, 'url'>,
  token: string,
  body: object,
): Promise<Response> =>
  fetch(`${desk.url}/v1/own-designation/acts`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': newKey(),
    },
    body: JSON.stringify(body),
  });

import {
  type DataClass,
  type DefenderRef,
  deriveId,
  type ResponderRef,
} from '@hrd-shield/contracts';
import { Nomination, OWN_PARTIES, type Registry } from '@hrd-shield/registry';

/** Somebody of the registry, by any name. */
export const registryPerson = (name: string, role: 'registrar' | 'approver' | 'responder') =>
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
    registryPerson('rosa', 'registrar'),
    Nomination.parse({ identity: { account }, profile, phrases }),
  );
  const ref = named.ok ? named.value.ref : ('' as DefenderRef);
  const vet = { kind: 'vet', acts: ['legal-aid'], evidence: 'public-acts' } as const;
  await uses.ask(registryPerson('ravi', 'registrar'), ref, { ...vet, capacity: 'defender' });
  const consent = { kind: 'consent', classes, way: 'own-session' } as const;
  await uses.ask(OWN_PARTIES.defender, ref, { ...consent, givenAt: Date.now() });
  await uses.ask(registryPerson('amal', 'approver'), ref, { kind: 'add' });
  return ref;
}

import { deriveId, type ResponderRef } from '@hrd-shield/contracts';
import type { Party } from '@hrd-shield/domain/registry';
import type { AskedOf } from '@hrd-shield/registry';

export const person = (
  name: string,
  ...roles: readonly string[]
): Party & { kind: 'responder' } => ({
  kind: 'responder',
  ref: deriveId('r', name) as ResponderRef,
  roles: roles as never,
  hasConflict: false,
});
export const rosa = person('rosa', 'registrar');
export const ravi = person('ravi', 'registrar');
export const amal = person('amal', 'approver');
export const anna = person('anna', 'approver');
export const hana = person('hana', 'responder');
export const self: Party = { kind: 'defender', session: 'trusted' };
export const partner: Party = { kind: 'partner', partner: 'helpline-one' as never };

export const vet: AskedOf = {
  kind: 'vet',
  acts: ['legal-aid'],
  evidence: 'public-acts',
  capacity: 'defender',
};

import type { Party } from '@hrd-shield/domain/registry';
import type { AskedOf } from '@hrd-shield/registry';
import { aResponder } from '../../packages/domain/src/registry/spec/builders.ts';

export {
  amal,
  aResponder,
  dede as self,
  ravi,
  rosa,
} from '../../packages/domain/src/registry/spec/builders.ts';

export const anna = aResponder('anna', 'approver');
export const hana = aResponder('hana', 'responder');
export const partner: Party = { kind: 'partner', partner: 'helpline-one' as never };

export const vet: AskedOf = {
  kind: 'vet',
  acts: ['legal-aid'],
  evidence: 'public-acts',
  capacity: 'defender',
};

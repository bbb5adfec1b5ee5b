import { createHmac } from 'node:crypto';
import type { ActorRef, EventRef, ObjectRef } from '@hrd-shield/contracts';
import type { Pseudonymiser } from '@hrd-shield/pipeline';

const REF_BYTES = 16;

/**
 * Keyed references: HMAC-SHA-256 with the purpose inside, cut to 128 bits. The same account has
 * unrelated references as actor and as object; nobody without the key can compute either.
 */
export function createPseudonymiser(key: Uint8Array): Pseudonymiser {
  return {
    actor: (account) => ref(key, 'a', account) as ActorRef,
    event: (source, id) => ref(key, 'e', `${source.length}:${source}|${id}`) as EventRef,
    object: (id) => ref(key, 'o', id) as ObjectRef,
  };
}

function ref(key: Uint8Array, purpose: string, what: string): string {
  const mac = createHmac('sha256', key).update(`${purpose}|${what}`).digest();
  return `${purpose}_${mac.subarray(0, REF_BYTES).toString('base64url')}`;
}

import { randomBytes } from 'node:crypto';
import type { DefenderRef } from '@hrd-shield/contracts';

/** A new reference: random, so that it says nothing about the account, then or after erasure. */
export function newDefenderRef(): DefenderRef {
  return `d_${randomBytes(16).toString('base64url')}` as DefenderRef;
}

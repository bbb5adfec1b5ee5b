import { z } from 'zod';
import type { CloudEvent } from '../envelope/cloud-event.ts';
import { field } from '../field.ts';
import { EpochMs } from '../units.ts';
import { INTERNAL_TYPES } from './envelope-types.ts';

/** The head of the audit chain at a moment, signed, where the keeper of the chain cannot change it. */
export const AuditRoot = z.object({
  chain: field(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), 'name of the chain', 'plain'),
  seq: field(z.number().int().min(1), 'number of the last row', 'plain'),
  hash: field(z.string().regex(/^[0-9a-f]{64}$/), 'SHA-256 of the last row, hex', 'plain'),
  at: field(EpochMs, 'when it was signed, epoch ms', 'plain'),
  keyId: field(z.string().regex(/^[\w-]{1,32}$/), 'version of the signing key', 'plain'),
  signature: field(
    z.string().regex(/^[\w-]{86}$/),
    'Ed25519 over the other fields, base64url',
    'plain',
  ),
});
export type AuditRoot = z.infer<typeof AuditRoot>;

/** Key of its topic: every root stays. */
export function auditRootKey({ chain, seq }: Pick<AuditRoot, 'chain' | 'seq'>): string {
  return `${chain}/${seq}`;
}

/** The event that carries a root. */
export function auditRootEvent(root: AuditRoot, source: string): CloudEvent<AuditRoot> {
  return {
    specversion: '1.0',
    id: auditRootKey(root),
    source,
    type: INTERNAL_TYPES.auditRoot,
    time: new Date(root.at).toISOString(),
    data: root,
  };
}

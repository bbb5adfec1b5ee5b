import { z } from 'zod';
import { ContactHours } from '../contact-hours.ts';
import { field } from '../field.ts';
import { ActorRef, DefenderRef, Sealed } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { DATA_CLASSES, DESIGNATION_STATES, VAULT_KINDS } from '../vocabulary.ts';

/**
 * What the compacted topic says of a designation: no identity. Two sealed parts, so that no
 * service reads more than it needs: `screening` opens for `ingest` and `hold`, `protection` for
 * `respond`.
 */
export const DesignationRecord = z.object({
  ref: field(DefenderRef, 'the designation', 'pseudonym'),
  version: field(
    z.number().int().min(1),
    'monotonic per designation; a lower version never replaces a higher',
    'plain',
  ),
  state: field(z.enum(DESIGNATION_STATES), 'whether events are processed', 'plain'),
  probe: field(z.boolean(), "one of the platform's test accounts, to prove coverage", 'plain'),
  expiresAt: field(EpochMs, 'end of the designation unless renewed, epoch ms', 'plain'),
  screening: field(Sealed, 'ScreeningPart under the screening key', 'identity'),
  protection: field(Sealed, 'ProtectionPart under the protection key', 'identity'),
});
export type DesignationRecord = z.infer<typeof DesignationRecord>;

/** A private identifier as screening knows it: a fast tag and a digest, both keyed. */
export const VaultEntry = z.object({
  kind: field(z.enum(VAULT_KINDS), 'what it is', 'content'),
  tag: field(z.string().regex(/^[0-9a-f]{8}$/), '32-bit keyed tag of its normal form', 'identity'),
  digest: field(
    z.string().regex(/^[0-9a-f]{32}$/),
    'first half of the HMAC-SHA-256 of its normal form and the reference, hex',
    'identity',
  ),
});
export type VaultEntry = z.infer<typeof VaultEntry>;

/** What recognises the account. Whoever holds this and the screening key has the list. */
export const ScreeningPart = z.object({
  digest: field(z.string().regex(/^[0-9a-f]{64}$/), 'HMAC-SHA-256 of the account, hex', 'identity'),
  digestKey: field(z.string().max(32), 'version of the digest key', 'plain'),
  tag: field(z.string().regex(/^[0-9a-f]{8}$/), '32-bit keyed tag of the account, hex', 'identity'),
  dataClasses: field(z.array(z.enum(DATA_CLASSES)), 'classes of data consented to', 'content'),
  actor: field(
    ActorRef.optional(),
    'pseudonym of the account where it acts on others: nothing automatic touches it',
    'identity',
  ),
  vault: field(
    z.array(VaultEntry).max(64).optional(),
    'keyed hashes of private identifiers that the defender put into the vault',
    'identity',
  ),
});
export type ScreeningPart = z.infer<typeof ScreeningPart>;

/** What protection needs: consented measures and the account, boxed to the platform adapter. */
export const ProtectionPart = z.object({
  account: field(z.string(), 'the account, boxed to the platform adapter', 'identity'),
  allowedMeasures: field(
    z.array(z.string()),
    'names of measures consented to in advance',
    'content',
  ),
  country: field(
    z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    'coarse country, ISO 3166-1 alpha-2: quotas and crises go by it',
    'content',
  ),
  conflicts: field(
    z.array(z.string().max(48)).max(32).optional(),
    'what a responder may have a conflict of interest with; coded words',
    'content',
  ),
  safePath: field(
    z.enum(['tested', 'none']).optional(),
    'whether a session or delegate was tried and stays a way in',
    'content',
  ),
  contactHours: field(
    ContactHours.optional(),
    'when they can be told something without danger',
    'content',
  ),
  language: field(z.string().max(16), 'language of notices and responders, BCP 47', 'content'),
});
export type ProtectionPart = z.infer<typeof ProtectionPart>;

import {
  AccountId,
  DATA_CLASSES,
  field,
  Instant,
  MeasureName,
  ResponderRef,
  TIERS,
  VAULT_KINDS,
} from '@hrd-shield/contracts';
import { z } from 'zod';

const STANDING_TIERS = TIERS.filter((tier) => tier !== 'none');

/** Measures of one designation. */
const MAX_MEASURES = 64;
/** Private identifiers of one designation. @source detection notes, D9: a vault of at most 4 KiB */
const MAX_VAULT = 32;

/** One reviewed designation as a file states it. The only place where the account is in clear. */
export const DesignationEntry = z.strictObject({
  account: field(AccountId, 'the account as the platform names it', 'identity'),
  tier: field(z.enum(STANDING_TIERS).default('watch'), 'least care while designated', 'plain'),
  allowedMeasures: field(
    z.array(MeasureName).max(MAX_MEASURES),
    'measures that the defender consented to in advance',
    'content',
  ),
  dataClasses: field(
    z.array(z.enum(DATA_CLASSES)).min(1),
    'classes of data that the defender consented to',
    'content',
  ),
  language: field(
    z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .max(16),
    'language of notices and responders, BCP 47',
    'content',
  ),
  expiresAt: field(Instant, 'end of the designation unless renewed, RFC 3339', 'plain'),
  reviewers: field(
    z.tuple([ResponderRef, ResponderRef]).refine(([first, second]) => first !== second, {
      error: 'two different reviewers',
    }),
    'pseudonyms of the two people who reviewed it',
    'pseudonym',
  ),
  vault: field(
    z
      .array(
        z.strictObject({
          kind: z.enum(VAULT_KINDS),
          value: z.string().min(1).max(256),
        }),
      )
      .max(MAX_VAULT)
      .default([]),
    'private identifiers to look out for; only keyed hashes of them leave the file',
    'identity',
  ),
  probe: field(
    z.boolean().default(false),
    "one of the platform's test accounts, to prove coverage",
    'plain',
  ),
});
export type DesignationEntry = z.infer<typeof DesignationEntry>;

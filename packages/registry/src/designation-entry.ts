import {
  AccountId,
  DATA_CLASSES,
  field,
  Instant,
  MeasureName,
  ResponderRef,
  TIERS,
} from '@hrd-shield/contracts';
import { z } from 'zod';
import { Country, Language, Vault } from './details.ts';

const STANDING_TIERS = TIERS.filter((tier) => tier !== 'none');

/** Measures of one designation. */
const MAX_MEASURES = 64;
const MAX_CONFLICTS = 32;

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
  language: field(Language, 'language of notices and responders, BCP 47', 'content'),
  country: field(
    Country.optional(),
    'coarse country, ISO 3166-1 alpha-2: quotas and crises go by it',
    'content',
  ),
  conflicts: field(
    z
      .array(z.string().regex(/^[a-z][a-z0-9:-]{1,47}$/))
      .max(MAX_CONFLICTS)
      .default([]),
    'what a responder may have a conflict of interest with; coded words',
    'content',
  ),
  safePath: field(
    z.enum(['tested', 'none']).optional(),
    'whether a session or delegate was tried and stays a way in',
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
    Vault.default([]),
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

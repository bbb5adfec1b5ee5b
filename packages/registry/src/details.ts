import {
  AccountId,
  CheckIn,
  ContactHours,
  EVIDENCE_CLASSES,
  field,
  MeasureName,
  TIERS,
  VAULT_KINDS,
} from '@hrd-shield/contracts';
import { z } from 'zod';

const STANDING_TIERS = TIERS.filter((tier) => tier !== 'none');
const MAX_MEASURES = 64;
/** Private identifiers of one designation. @source detection notes, D9: a vault of at most 4 KiB */
const MAX_VAULT = 32;
const MAX_DELEGATES = 5;
const MAX_WORDS = 32;

const shortText = z.string().min(1).max(256);
const codedWord = z.string().regex(/^[a-z][a-z0-9:-]{1,47}$/);

/** Language of notices and responders, BCP 47. */
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(16);

/** Coarse country, ISO 3166-1 alpha-2. */
export const Country = z.string().regex(/^[A-Z]{2}$/);

/** Private identifiers, in clear; they leave the file as keyed tags and digests alone. */
export const Vault = z
  .array(z.strictObject({ kind: z.enum(VAULT_KINDS), value: z.string().min(1).max(256) }))
  .max(MAX_VAULT);

/** Where somebody is reached without danger, and when. */
const Channel = z.strictObject({
  channel: z.enum(['signal', 'mail', 'phone', 'messenger', 'in-person', 'through-partner']),
  address: shortText,
  hours: ContactHours.optional(),
  /** Words that put them in danger when somebody else reads them. */
  avoid: z.array(shortText).max(MAX_WORDS).default([]),
});

/** What people may say of themselves, if they want to. Never asked; counted where they agree to it. */
export const RISK_FACTORS = [
  'woman',
  'gender-diverse',
  'lgbti',
  'indigenous',
  'ethnic-minority',
  'religious-minority',
  'disability',
  'minor',
  'elderly',
  'migrant-or-exile',
  'sole-carer',
  'former-detainee',
] as const;

/** The sealed parts of a designation; each opens for its own purposes alone. */
export const DETAILS = {
  identity: z.strictObject({
    account: field(AccountId, 'the account as the platform names it', 'identity'),
    name: field(shortText.optional(), 'how they want to be called', 'identity'),
  }),
  contact: Channel,
  delegates: z
    .array(Channel.extend({ id: z.string().regex(/^[1-9]$/), name: shortText.optional() }))
    .max(MAX_DELEGATES),
  risk: z.strictObject({
    factors: field(z.array(z.enum(RISK_FACTORS)).max(MAX_WORDS), 'self-declared', 'identity'),
    counted: field(
      z.boolean().default(false),
      'they agree that it is counted together with what many others said, once a quarter',
      'identity',
    ),
  }),
  profile: z.strictObject({
    language: Language,
    languages: z.array(Language).max(MAX_WORDS).default([]),
    country: Country.optional(),
    conflicts: z.array(codedWord).max(MAX_WORDS).default([]),
    safePath: z.enum(['tested', 'none']).optional(),
    allowedMeasures: z.array(MeasureName).max(MAX_MEASURES).default([]),
    vault: Vault.default([]),
    /** What services honour; whoever opens the contact reads the same there. */
    contactHours: ContactHours.optional(),
    /** Custody was agreed to beforehand. */
    custody: z.boolean().default(false),
    /** How often they say that they are free. */
    checkIn: CheckIn.optional(),
    /** Keyed forms of agreed phrases; the phrases themselves go nowhere. */
    duress: z.string().max(256).optional(),
    safety: z.string().max(256).optional(),
  }),
} as const;

export type DetailsOf<P extends keyof typeof DETAILS> = z.infer<(typeof DETAILS)[P]>;

/** What somebody hands in who proposes a designation, for themselves or for others. */
export const Nomination = z.strictObject({
  evidence: z.enum(EVIDENCE_CLASSES).default('claimed'),
  tier: z.enum(STANDING_TIERS).default('watch'),
  identity: DETAILS.identity,
  contact: DETAILS.contact.optional(),
  delegates: DETAILS.delegates.optional(),
  risk: DETAILS.risk.optional(),
  profile: DETAILS.profile.omit({
    checkIn: true,
    contactHours: true,
    duress: true,
    safety: true,
  }),
  phrases: z
    .strictObject({
      duress: z.string().min(4).max(128).optional(),
      safety: z.string().min(4).max(128).optional(),
    })
    .optional(),
});
export type Nomination = z.infer<typeof Nomination>;

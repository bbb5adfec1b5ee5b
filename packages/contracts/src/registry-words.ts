/** The closed lists of the registry. No zod here: the pure rooms import this file at run time. */

/** The life of a designation inside the registry; the topic knows `DESIGNATION_STATES` alone. */
export const REGISTRY_STATES = [
  'proposed',
  'vetted',
  'approved',
  'emergency',
  'active',
  'paused',
  'cooling-off',
  'ended',
  'refused',
] as const;
export type RegistryState = (typeof REGISTRY_STATES)[number];

/** Who brought somebody to the registry. A `state-body` is taken down, and always refused. */
export const DESIGNATION_SOURCES = [
  'self',
  'delegate',
  'partner',
  'helpline',
  'platform',
  'registrar',
  'state-body',
] as const;
export type DesignationSource = (typeof DESIGNATION_SOURCES)[number];

/** How well it is shown that somebody defends human rights and that the account is theirs. */
export const EVIDENCE_CLASSES = [
  'claimed',
  'public-acts',
  'partner-attested',
  'documents-seen',
] as const;
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number];

/** How consent was given. `on-file`: by a file that two reviewers signed, on a local stack. */
export const CONSENT_WAYS = [
  'own-session',
  'safe-channel',
  'in-person',
  'signed-document',
  'on-file',
] as const;
export type ConsentWay = (typeof CONSENT_WAYS)[number];

/** Why somebody is not designated, or not any more; each can be appealed against. */
export const REFUSAL_REASONS = [
  'no-act-shown',
  'evidence-false',
  'account-not-theirs',
  'state-body',
  'office-holder',
  'candidate',
  'advocates-violence',
  'state-request',
  'declined-by-person',
  'duplicate',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** Why a living designation ended for good. */
export const REGISTRY_END_REASONS = [
  'withdrawn',
  'expired',
  'no-consent',
  'reviewed-out',
  'undone',
] as const;
export type RegistryEndReason = (typeof REGISTRY_END_REASONS)[number];

/** What somebody does for the registry; one person may hold several, never twice in one decision. */
export const REGISTRY_ROLES = ['registrar', 'approver', 'responder', 'auditor', 'analyst'] as const;
export type RegistryRole = (typeof REGISTRY_ROLES)[number];

/** What of a designation is sealed apart, each under a purpose of its own. */
export const SEALED_PARTS = ['identity', 'contact', 'delegates', 'risk', 'profile'] as const;
export type SealedPartName = (typeof SEALED_PARTS)[number];

/** What accounts that acted at defenders may ask for. */
export const ACTOR_RIGHTS = ['access', 'erasure', 'account-deleted', 'objection'] as const;
export type ActorRight = (typeof ACTOR_RIGHTS)[number];

/** Why a sealed part may be opened. @source data protection by purpose: each part names its own */
export const REVEAL_PURPOSES = [
  'contact-the-defender',
  'confirm-a-withdrawal',
  'physical-safety-check',
  'verify-the-account',
  'answer-an-access-request',
] as const;
export type RevealPurpose = (typeof REVEAL_PURPOSES)[number];

/** Why people's answers are counted together: the only purpose of parity. */
export const PARITY_PURPOSE = 'compare-cohorts';

/**
 * The closed lists that every room shares. No zod here: the pure rooms and the workflow bundle
 * import this file at run time.
 */

/** How sure and how grave a signal is; the order is the ladder. `none` is below every threshold. */
export const TIERS = ['none', 'watch', 'guard', 'shield'] as const;
export type Tier = (typeof TIERS)[number];

/** What kind of harm a campaign does; one per detector family. @source detection notes, D1 to D20 */
export const THREATS = [
  'pile-on',
  'slow-drip',
  'copypasta',
  'recurrent-crew',
  'fake-cohort',
  'raid',
  'mass-report',
  'takedown-abuse',
  'doxxing',
  'threat',
  'smear',
  'synthetic-media',
  'impersonation',
  'account-takeover',
  'phishing',
  'surveillance',
  'flood',
  'suppression',
  'shutdown',
  'off-pattern',
] as const;
export type Threat = (typeof THREATS)[number];

/** Independent kinds of evidence. One family alone never passes `watch`. */
export const FAMILIES = [
  'volume',
  'content',
  'recurrence',
  'cohort',
  'exposure',
  'hostility',
  'direct-harm',
  'benign',
] as const;
export type Family = (typeof FAMILIES)[number];

/** What a measure can cost, and whom. */
export const HARM_CLASSES = ['none', 'low', 'medium', 'high'] as const;
export type HarmClass = (typeof HARM_CLASSES)[number];

/** What the defender must have said before a measure may be applied. */
export const CONSENT_CLASSES = ['pre-consented', 'ask-first', 'emergency-then-tell'] as const;
export type ConsentClass = (typeof CONSENT_CLASSES)[number];

/** On whom a measure acts. */
export const MEASURE_SUBJECTS = ['defender', 'actors', 'enforcement', 'platform'] as const;
export type MeasureSubject = (typeof MEASURE_SUBJECTS)[number];

/** Where the cost of a measure falls. */
export const HARM_PLACES = ['nobody', 'reach', 'access', 'speech', 'platform'] as const;
export type HarmPlace = (typeof HARM_PLACES)[number];

/** How a measure is undone. */
export const REVERSALS = ['restore', 'expire', 'withdraw', 'delete'] as const;
export type Reversal = (typeof REVERSALS)[number];

/** Rules of the platform on which a restriction rests; they hold for everyone on it. */
export const STATEMENT_GROUNDS = [
  'coordinated-behaviour',
  'abuse-of-reports',
  'private-information',
  'threats-or-incitement',
  'manipulated-content',
  'impersonation',
  'account-security',
  'automated-access',
  'unsolicited-bulk',
] as const;
export type StatementGround = (typeof STATEMENT_GROUNDS)[number];

/** What a restriction reaches, without saying toward whom. */
export const STATEMENT_SCOPES = [
  'sending',
  'visibility',
  'reports-and-marks',
  'item-hidden',
  'item-removed',
  'label',
  'reading',
  'account',
] as const;
export type StatementScope = (typeof STATEMENT_SCOPES)[number];

/** How a restriction is contested. */
export const STATEMENT_REDRESS = ['appeal-by-code'] as const;

/** The life of one applied measure, in order. */
export const MEASURE_STATES = [
  'requested',
  'applied',
  'verified',
  'lifting',
  'lifted',
  'refused',
  'failed',
] as const;
export type MeasureState = (typeof MEASURE_STATES)[number];

/** What a command asks of the platform. */
export const COMMAND_ACTS = ['apply', 'probe', 'lift'] as const;
export type CommandAct = (typeof COMMAND_ACTS)[number];

/** What the platform answers. `effective`/`ineffective` answer a probe. */
export const ACK_STATUSES = [
  'accepted',
  'applied',
  'effective',
  'ineffective',
  'lifted',
  'refused',
  'failed',
] as const;
export type AckStatus = (typeof ACK_STATUSES)[number];

/** The state of a designation as consumers see it. */
export const DESIGNATION_STATES = ['active', 'paused', 'withdrawn'] as const;
export type DesignationState = (typeof DESIGNATION_STATES)[number];

/** Consent is given per class of data; `ingest` emits nothing outside it. */
export const DATA_CLASSES = [
  'public-content',
  'reports',
  'login',
  'message-metadata',
  'vault',
] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** Every kind of immutable fact that the product records. */
export const OUTCOME_KINDS = [
  'signal.raised',
  'case.opened',
  'case.merged',
  'case.closed',
  'measure.requested',
  'measure.applied',
  'measure.verified',
  'measure.refused',
  'measure.failed',
  'measure.expired',
  'measure.lifted',
  'measure.withheld',
  'statement.issued',
  'measures.stopped',
  'measures.resumed',
  'shadow.would-apply',
  'shadow.would-not-apply',
  'task.opened',
  'task.claimed',
  'task.decided',
  'task.escalated',
  'task.overdue',
  'consent.withdrawn',
  'coverage.missed',
  'coverage.restored',
  'hold.placed',
  'hold.override',
  'hold.refused',
  'hold.allowed',
  'hold.released-unreviewed',
  'task.approved',
  'task.undone',
  'task.contacted',
  'task.handed-over',
  'task.passed',
  'coverage.gap',
  'notice.delivered',
  'notice.failed',
  'notice.barred',
  'remedy.opened',
  'remedy.escalated',
  'remedy.overdue',
  'remedy.restored',
  'remedy.partly',
  'remedy.refused',
  'remedy.referred',
  'remedy.withdrawn',
  'review.sampled',
  'review.judged',
  'policy.approved',
  'action.opened',
  'action.closed',
  'campaign.known',
  'report.received',
  'report.answered',
  'report.closed',
] as const;
export type OutcomeKind = (typeof OUTCOME_KINDS)[number];

/** How a responder judged a signal; the ground of every published precision. */
export const VERDICTS = ['confirmed', 'rejected', 'unsure'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a blind review is drawn from; nobody who reviews is told which. */
export const REVIEW_STREAMS = ['acting', 'golden', 'near-miss', 'silent'] as const;
export type ReviewStream = (typeof REVIEW_STREAMS)[number];

/** How a campaign became known beside the detectors: somebody reported it, or an audit found it. */
export const KNOWN_BY = ['report', 'audit'] as const;
export type KnownBy = (typeof KNOWN_BY)[number];

/** Why a person decided as they did; a closed list, so that it says nothing about anybody. */
export const DECISION_REASONS = [
  'coordinated-attack',
  'inauthentic-accounts',
  'direct-harm',
  'false-reports',
  'not-the-owner',
  'lawful-criticism',
  'lawful-campaign',
  'public-interest',
  'benign-event',
  'not-enough-evidence',
  'measure-needed',
  'measure-without-effect',
  'measure-does-harm',
  'asked-by-the-defender',
  'order-binding',
  'order-not-binding',
  'disproportionate',
  'against-the-rules',
  'harm-shown',
  'no-harm-shown',
  'handled-elsewhere',
  'scripted',
  'other',
] as const;
export type DecisionReason = (typeof DECISION_REASONS)[number];

/** What somebody was cleared to see; the order is the ladder. */
export const CLEARANCES = ['standard', 'sensitive', 'critical'] as const;
export type Clearance = (typeof CLEARANCES)[number];

/** What a responder may do; the order is the ladder, and an observer may only look. */
export const RESPONDER_ROLES = ['observer', 'responder', 'shift-lead'] as const;
export type ResponderRole = (typeof RESPONDER_ROLES)[number];

/** Why a task did not reach whom it needs; each is told as an outcome `coverage.gap`. */
export const COVERAGE_GAPS = [
  'language',
  'skill',
  'clearance',
  'combination',
  'conflict',
  'exposure',
  'second-approver',
  'no-desk',
  'rung-undelivered',
] as const;
export type CoverageGap = (typeof COVERAGE_GAPS)[number];

/** Why a responder hands a task back to the rota. */
export const PASS_REASONS = ['conflict', 'exposure', 'language', 'skill', 'clearance'] as const;
export type PassReason = (typeof PASS_REASONS)[number];

/** How a remedy ends. */
export const REMEDY_OPTIONS = ['restored', 'partly', 'refused', 'referred', 'withdrawn'] as const;
export type RemedyOption = (typeof REMEDY_OPTIONS)[number];

/** What opens a remedy. */
export const REMEDY_CAUSES = [
  'case-closed',
  'released-unreviewed',
  'appeal-of-defender',
  'appeal-of-third-party',
] as const;
export type RemedyCause = (typeof REMEDY_CAUSES)[number];

/** Kinds of private identifiers that a defender can put into the vault. The order is frozen. */
export const VAULT_KINDS = [
  'phone',
  'email',
  'address',
  'plate',
  'workplace',
  'relative',
  'identifier',
  'other',
] as const;

/** What a platform does against an account or its content. */
export const ADVERSE_ACTIONS = ['remove', 'restrict', 'suspend', 'demonetise', 'label'] as const;
export type AdverseAction = (typeof ADVERSE_ACTIONS)[number];

/** Who asked for an adverse action; `reports` is one that many reports drive. */
export const ADVERSE_ORIGINS = [
  'automated',
  'reports',
  'moderator',
  'government',
  'court',
] as const;
export type AdverseOrigin = (typeof ADVERSE_ORIGINS)[number];

/** Why an adverse action is asked; a closed list, so that it says nothing about anybody. */
export const ADVERSE_GROUNDS = [
  'child-sexual-abuse',
  'imminent-threat-to-life',
  'binding-order',
  'platform-rules',
  'unlawful-content',
  'inauthentic-account',
  'other',
] as const;
export type AdverseGround = (typeof ADVERSE_GROUNDS)[number];

/** The life of a hold; `proceeded` is an action that went ahead at once and is looked at after. */
export const HOLD_STATES = [
  'held',
  'proceeded',
  'refused',
  'allowed',
  'released-unreviewed',
] as const;
export type HoldState = (typeof HOLD_STATES)[number];

/** What kinds of crisis may be declared. @source product notes, feature 21 */
export const CRISIS_KINDS = ['election', 'protest', 'shutdown', 'conflict'] as const;
export type CrisisKind = (typeof CRISIS_KINDS)[number];

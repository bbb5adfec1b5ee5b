import { z } from 'zod';

const pseudonym = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{22}$`));

/** An account as the platform names it. Lives on the platform's own topics only. */
export const AccountId = z.string().min(1).max(128).brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;

/** Random per designation: says nothing about the account. */
export const DefenderRef = pseudonym('d').brand<'DefenderRef'>();
export type DefenderRef = z.infer<typeof DefenderRef>;

/** Keyed pseudonym of an account that acts on a defender. */
export const ActorRef = pseudonym('a').brand<'ActorRef'>();
export type ActorRef = z.infer<typeof ActorRef>;

/** Keyed hash of a platform event id. */
export const EventRef = pseudonym('e').brand<'EventRef'>();
export type EventRef = z.infer<typeof EventRef>;

/** Keyed hash of a platform object (post, report, message). */
export const ObjectRef = pseudonym('o').brand<'ObjectRef'>();
export type ObjectRef = z.infer<typeof ObjectRef>;

export const CampaignId = pseudonym('c').brand<'CampaignId'>();
export type CampaignId = z.infer<typeof CampaignId>;

export const SignalId = pseudonym('s').brand<'SignalId'>();
export type SignalId = z.infer<typeof SignalId>;

export const CaseId = pseudonym('k').brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;

/** One measure applied to one defender, from request to lift. */
export const MeasureRef = pseudonym('m').brand<'MeasureRef'>();
export type MeasureRef = z.infer<typeof MeasureRef>;

/** One command to the platform; its idempotency key. */
export const CommandId = pseudonym('p').brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

export const TaskId = pseudonym('t').brand<'TaskId'>();
export type TaskId = z.infer<typeof TaskId>;

export const OutcomeId = pseudonym('u').brand<'OutcomeId'>();
export type OutcomeId = z.infer<typeof OutcomeId>;

/** Random: one hold of one adverse action. */
export const HoldId = pseudonym('h').brand<'HoldId'>();
export type HoldId = z.infer<typeof HoldId>;

/** One remedy: what makes good a harm. */
export const RemedyId = pseudonym('y').brand<'RemedyId'>();
export type RemedyId = z.infer<typeof RemedyId>;

/** One notice to a person; content-free. */
export const NoticeId = pseudonym('n').brand<'NoticeId'>();
export type NoticeId = z.infer<typeof NoticeId>;

/** One statement of reasons; all that an appeal has to name. */
export const StatementCode = pseudonym('x').brand<'StatementCode'>();
export type StatementCode = z.infer<typeof StatementCode>;

/** Random: one incident report, from a person or a partner. */
export const ReportId = pseudonym('i').brand<'ReportId'>();
export type ReportId = z.infer<typeof ReportId>;

/** Random: what one person asked of the registry and another must agree to. */
export const RequestId = pseudonym('q').brand<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;

/** Random: one word of a defender or delegate that stops processing until the registry has heard it. */
export const StopId = pseudonym('z').brand<'StopId'>();
export type StopId = z.infer<typeof StopId>;

/** One blind review, proposed change of policy or tracked action. */
export const ImprovementId = pseudonym('v').brand<'ImprovementId'>();
export type ImprovementId = z.infer<typeof ImprovementId>;

/** A partner organisation, as the directory of the installation names it. */
export const PartnerRef = z
  .string()
  .regex(/^[a-z][a-z0-9-]{2,47}$/)
  .brand<'PartnerRef'>();
export type PartnerRef = z.infer<typeof PartnerRef>;

/** A responder's pseudonym; never a name or an address. */
export const ResponderRef = pseudonym('r').brand<'ResponderRef'>();
export type ResponderRef = z.infer<typeof ResponderRef>;

/** A measure of the catalogue, such as `limit-replies`. */
export const MeasureName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{2,47}$/)
  .brand<'MeasureName'>();
export type MeasureName = z.infer<typeof MeasureName>;

/** Ciphertext under a data key: `s1.<keyId>.<nonce>.<ciphertext and tag>`, all base64url. */
export const Sealed = z
  .string()
  .regex(/^s1\.[\w-]{1,32}\.[\w-]{16}\.[\w-]+$/)
  .brand<'Sealed'>();
export type Sealed = z.infer<typeof Sealed>;

/** Ciphertext to the platform adapter's public key: `b1.<keyId>.<ephemeral>.<nonce>.<ciphertext>`. */
export const Boxed = z
  .string()
  .regex(/^b1\.[\w-]{1,32}\.[\w-]+\.[\w-]{16}\.[\w-]+$/)
  .brand<'Boxed'>();
export type Boxed = z.infer<typeof Boxed>;

import type {
  ConsentWay,
  DataClass,
  DefenderRef,
  DesignationSource,
  EvidenceClass,
  RefusalReason,
  RegistryEndReason,
  RegistryState,
  Tier,
} from '@hrd-shield/contracts/pure';
import type { PartyLabel } from './party.ts';

/** One class of data that somebody agreed to. */
export interface Consent {
  /** When it was given, epoch ms. */
  readonly givenAt: number;
  readonly way: ConsentWay;
  readonly by: PartyLabel;
}

/** A designation from the first word to its erasure. Holds no identity: times are epoch ms. */
export interface RegistryLife {
  readonly ref: DefenderRef;
  readonly state: RegistryState;
  /** Facts folded so far. */
  readonly version: number;
  readonly source: DesignationSource;
  readonly evidence: EvidenceClass;
  /** Published acts that were found; codes. */
  readonly acts: readonly string[];
  readonly tier: Exclude<Tier, 'none'>;
  readonly probe: boolean;
  readonly proposedBy: PartyLabel;
  readonly proposedAt: number;
  readonly vettedBy?: PartyLabel;
  readonly approvedBy?: PartyLabel;
  readonly consents: Readonly<Partial<Record<DataClass, Consent>>>;
  /** What was last said of being counted; absent: what the proposal says. `since`: epoch ms. */
  readonly counting?: { readonly is: 'agreed' | 'taken-back'; readonly since: number };
  readonly reviewDueAt?: number;
  /** How many reminders of this review were sent. */
  readonly reminders: number;
  readonly graceSince?: number;
  readonly emergency?: {
    readonly by: PartyLabel;
    readonly since: number;
    readonly reviewedBy?: PartyLabel;
    /** When people were last told that the review is missing. */
    readonly remindedAt?: number;
  };
  readonly paused?: { readonly by: PartyLabel; readonly why: PauseReason };
  readonly withdrawal?: {
    readonly by: PartyLabel;
    readonly since: number;
    readonly confirmedBy?: PartyLabel;
  };
  /** A withdrawal that was asked for under duress: shown as done, and not done. */
  readonly duressSince?: number;
  readonly custodySince?: number;
  /** Whether check-ins are agreed to, and a missed one begins custody; absent: they never were. */
  readonly checkIns?: 'awaited' | 'stopped';
  /** Times that hours of contact were set or removed. */
  readonly contactSets?: number;
  readonly endProposedBy?: PartyLabel;
  readonly refusal?: {
    readonly reason: RefusalReason;
    readonly by: PartyLabel;
    readonly at: number;
  };
  readonly appeal?: { readonly by: PartyLabel; readonly since: number };
  readonly ended?: { readonly reason: RegistryEndReason; readonly at: number };
  /** The designation that goes on in the place of this one. */
  readonly successor?: DefenderRef;
  readonly isErased: boolean;
}

export type PauseReason = 'asked' | 'doubtful-session' | 'delegate-alone';

/** Sources of a proposal in which somebody speaks for themselves. */
const OWN_WORD: readonly DesignationSource[] = ['self', 'registrar'];

/** What others say of somebody is not their own word, nor anybody's consent to be counted. */
export function isOwnWord({ source }: Pick<RegistryLife, 'source'>): boolean {
  return OWN_WORD.includes(source);
}

/** States in which an account is designated: there is one for an account. */
const LIVING: readonly RegistryState[] = ['emergency', 'active', 'paused'];

/**
 * Whether the account is designated, by an emergency or while paused too. Of the lives of an
 * account at most one is.
 */
export function isLiving(life: RegistryLife): boolean {
  return LIVING.includes(life.state);
}

/** Classes of data that somebody agreed to, in the order of consent. */
export function consentedClasses(life: RegistryLife): readonly DataClass[] {
  return Object.keys(life.consents) as DataClass[];
}

import type {
  ConsentWay,
  DataClass,
  DefenderRef,
  DesignationSource,
  EvidenceClass,
  RefusalReason,
  Tier,
} from '@hrd-shield/contracts/pure';
import type { Party } from './party.ts';

/** In which capacity somebody was proposed; only the first may be designated. */
export type Capacity = 'defender' | 'state-body' | 'office-holder' | 'candidate';

/** What a proposal says of itself; kept with the fact. */
export interface ProposalTerms {
  readonly source: DesignationSource;
  readonly evidence: EvidenceClass;
  readonly tier: Exclude<Tier, 'none'>;
  readonly probe: boolean;
}

/** What a person asks of a designation; `at` is the registry's clock, epoch ms. */
export type RegistryAsk = { readonly at: number; readonly by: Party } & (
  | ({ readonly kind: 'propose' } & ProposalTerms)
  | {
      readonly kind: 'vet';
      readonly acts: readonly string[];
      readonly evidence: EvidenceClass;
      readonly capacity: Capacity;
    }
  /** The second person's yes. */
  | { readonly kind: 'add' }
  | {
      readonly kind: 'consent';
      readonly classes: readonly DataClass[];
      readonly way: ConsentWay;
      /** When it was given, epoch ms; never later than `at`. */
      readonly givenAt: number;
    }
  | { readonly kind: 'narrow-consent'; readonly classes: readonly DataClass[] }
  /** What they said of themselves may be counted together with what many others said. */
  | {
      readonly kind: 'agree-to-counting';
      readonly way: ConsentWay;
      /** Something was said of them when they were proposed. */
      readonly hasTold: boolean;
    }
  | {
      readonly kind: 'take-back-counting';
      /** What they said of themselves is removed as well. */
      readonly isForgotten: boolean;
    }
  | { readonly kind: 'refuse'; readonly reason: RefusalReason }
  | { readonly kind: 'appeal' }
  | { readonly kind: 'decide-appeal'; readonly isUpheld: boolean }
  | { readonly kind: 'begin-emergency' }
  | { readonly kind: 'review-emergency'; readonly keep: boolean }
  | { readonly kind: 'review' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'withdraw'; readonly isDuress: boolean }
  | { readonly kind: 'confirm-withdrawal' }
  | { readonly kind: 'undo-withdrawal'; readonly successor: DefenderRef }
  | { readonly kind: 'resolve-duress' }
  | { readonly kind: 'propose-end' }
  | { readonly kind: 'decide-end' }
  /** Which hours is under seal. */
  | { readonly kind: 'set-contact-hours' }
  | {
      readonly kind: 'set-check-in';
      /** False stops it. */
      readonly isAwaited: boolean;
      readonly isPreConsented: boolean;
      readonly isSafetyProved: boolean;
    }
  | { readonly kind: 'begin-custody'; readonly isPreConsented: boolean }
  | { readonly kind: 'end-custody'; readonly isSafetyProved: boolean }
);

export type AskOf<K extends RegistryAsk['kind']> = Extract<RegistryAsk, { readonly kind: K }>;

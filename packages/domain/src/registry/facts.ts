import type {
  ConsentWay,
  DataClass,
  DefenderRef,
  EvidenceClass,
  RefusalReason,
  RegistryEndReason,
} from '@hrd-shield/contracts/pure';
import type { ProposalTerms } from './input.ts';
import type { PauseReason } from './life.ts';
import type { PartyLabel } from './party.ts';

/**
 * What became true of a designation: `at` is when it holds from, `recordedAt` when the registry
 * learned it, both epoch ms. Codes only: facts are kept for ever and name nobody.
 */
export type RegistryFact = {
  readonly at: number;
  readonly recordedAt: number;
  readonly by: PartyLabel;
} & RegistryFactBody;

export type RegistryFactBody =
  | ({ readonly kind: 'proposed' } & ProposalTerms)
  | {
      readonly kind: 'vetted';
      readonly acts: readonly string[];
      readonly evidence: EvidenceClass;
    }
  | { readonly kind: 'approved' }
  | {
      readonly kind: 'consented';
      readonly classes: readonly DataClass[];
      readonly way: ConsentWay;
    }
  | { readonly kind: 'consent-narrowed'; readonly classes: readonly DataClass[] }
  /** What is counted is under seal. */
  | { readonly kind: 'counting-agreed'; readonly way: ConsentWay }
  | { readonly kind: 'counting-taken-back'; readonly isForgotten: boolean }
  | { readonly kind: 'activated'; readonly reviewDueAt: number }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'appealed' }
  | { readonly kind: 'appeal-decided'; readonly isUpheld: boolean }
  | { readonly kind: 'emergency-began' }
  | { readonly kind: 'emergency-reviewed' }
  | { readonly kind: 'emergency-reminded' }
  | { readonly kind: 'review-reminded' }
  | { readonly kind: 'grace-began' }
  | { readonly kind: 'reviewed'; readonly reviewDueAt: number }
  | { readonly kind: 'paused'; readonly why: PauseReason }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'withdrawal-confirmed' }
  | { readonly kind: 'duress-signalled' }
  | { readonly kind: 'duress-resolved' }
  | { readonly kind: 'custody-began' }
  | { readonly kind: 'custody-ended' }
  /** Set or removed; which they are is under seal. */
  | { readonly kind: 'contact-hours-set' }
  /** How often is under seal. */
  | { readonly kind: 'check-in-set' }
  | { readonly kind: 'check-in-stopped' }
  | { readonly kind: 'end-proposed' }
  | { readonly kind: 'succeeded'; readonly successor: DefenderRef }
  | { readonly kind: 'ended'; readonly reason: RegistryEndReason }
  | { readonly kind: 'erased' };

import type {
  ActorRight,
  ErrorCode,
  PARITY_PURPOSE,
  RequestId,
  ResponderRef,
  RevealPurpose,
  SealedPartName,
} from '@hrd-shield/contracts/pure';
import { holds, type Party } from './party.ts';
import type { RegistryPolicy } from './policy.ts';
import type { RowsSubject } from './row-access.ts';

/** What one person wants to see, and why. */
export type RequestSubject =
  | {
      readonly kind: 'reveal';
      readonly ref: string;
      readonly part: SealedPartName;
      readonly purpose: RevealPurpose;
    }
  /** Every living designation with its identity; bulk simulation counts as one. */
  | { readonly kind: 'export'; readonly purpose: RevealPurpose }
  /** A right of accounts that acted at defenders: it opens a whole log. */
  | {
      readonly kind: 'actors';
      readonly right: ActorRight;
      /** Of their pseudonyms: says nothing, and binds the request to the same accounts. */
      readonly digest: string;
      readonly purpose: RevealPurpose;
    }
  | RowsSubject
  /** Parity of a quarter, counted from facts that are bound by their hash; it reads many people's answers. */
  | {
      readonly kind: 'parity';
      readonly quarter: string;
      readonly digest: string;
      /** The run that this one corrects; null for the first of the quarter. */
      readonly corrects: string | null;
      readonly purpose: typeof PARITY_PURPOSE;
    };

/** A request of one person that another must agree to, and that is used once. Epoch ms. */
export interface RegistryRequest {
  readonly id: RequestId;
  readonly subject: RequestSubject;
  readonly by: ResponderRef;
  readonly askedAt: number;
  readonly agreedBy?: ResponderRef;
  readonly agreedAt?: number;
  readonly refusedBy?: ResponderRef;
  readonly refusedAt?: number;
  readonly usedAt?: number;
}

/** Purposes under which each part may be opened. @source data protection by purpose */
const PURPOSES: Readonly<Record<SealedPartName, readonly RevealPurpose[]>> = {
  identity: ['verify-the-account', 'physical-safety-check', 'answer-an-access-request'],
  contact: ['contact-the-defender', 'confirm-a-withdrawal', 'physical-safety-check'],
  delegates: ['contact-the-defender', 'physical-safety-check'],
  risk: ['physical-safety-check', 'answer-an-access-request'],
  profile: ['contact-the-defender', 'answer-an-access-request'],
};

/** Why a request may not be made; undefined when it may. */
export function refusalToAsk(by: Party, subject: RequestSubject): ErrorCode | undefined {
  if (by.kind === 'state-body') return 'designation.state-request';
  if (by.kind !== 'responder') return 'designation.wrong-role';
  if (by.hasConflict) return 'designation.conflict';
  if (subject.kind === 'rows') return holds(by, 'analyst') ? undefined : 'designation.wrong-role';
  if (subject.kind !== 'reveal') {
    return holds(by, 'registrar') ? undefined : 'designation.wrong-role';
  }
  if (!holds(by, 'registrar', 'responder')) return 'designation.wrong-role';
  return PURPOSES[subject.part].includes(subject.purpose) ? undefined : 'reveal.wrong-purpose';
}

/** Why this person may not say yes or no; undefined when they may. Never whoever asked, and in time. */
export function refusalToAgree(
  request: RegistryRequest,
  { at, by }: { readonly by: Party; readonly at: number },
  policy: RegistryPolicy,
): ErrorCode | undefined {
  if (by.kind !== 'responder' || !holds(by, 'approver')) return 'designation.wrong-role';
  if (by.ref === request.by) return 'designation.same-person';
  if (by.hasConflict) return 'designation.conflict';
  if (request.refusedAt !== undefined) return 'reveal.refused';
  if (request.agreedBy !== undefined) return 'reveal.used';
  return at > request.askedAt + policy.requestMs.agree ? 'reveal.expired' : undefined;
}

/** Why it may not be used now; undefined when it may: once, soon, by whoever asked. */
export function refusalToUse(
  request: RegistryRequest,
  use: { readonly by: Party; readonly at: number },
  policy: RegistryPolicy,
): ErrorCode | undefined {
  if (use.by.kind !== 'responder' || use.by.ref !== request.by) return 'reveal.unknown';
  if (request.refusedAt !== undefined) return 'reveal.refused';
  if (request.agreedAt === undefined) return 'reveal.not-agreed';
  if (request.usedAt !== undefined) return 'reveal.used';
  const isOver = use.at > request.agreedAt + policy.requestMs[clockOf(request.subject)];
  return isOver ? 'reveal.expired' : undefined;
}

function clockOf({ kind }: RequestSubject): 'export' | 'reveal' | 'rows' {
  return kind === 'reveal' || kind === 'rows' ? kind : 'export';
}

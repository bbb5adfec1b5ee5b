import type { PartnerRef, RegistryRole, ResponderRef } from '@hrd-shield/contracts/pure';

/** Who acts on a designation; the session says it, never the caller. */
export type Party =
  | {
      readonly kind: 'responder';
      readonly ref: ResponderRef;
      readonly roles: readonly RegistryRole[];
      /** A declared conflict of interest with this designation. */
      readonly hasConflict: boolean;
    }
  /** `doubtful`: the session looks taken over (new device, after a reset, amid an attack). */
  | { readonly kind: 'defender'; readonly session: 'trusted' | 'doubtful' }
  | { readonly kind: 'delegate'; readonly delegate: string }
  | { readonly kind: 'partner'; readonly partner: PartnerRef }
  /** A government, court or ministry, or whoever speaks for one. */
  | { readonly kind: 'state-body' };

/** What is written down: a pseudonym or a kind, never a name. */
export type PartyLabel = string;

/**
 * How a party is written down and compared, for rules that ask for two different people: a
 * pseudonym, or the kind where there is one person of it.
 */
export function labelOf(party: Party): PartyLabel {
  switch (party.kind) {
    case 'responder':
      return party.ref;
    case 'delegate':
      return `delegate:${party.delegate}`;
    case 'partner':
      return `partner:${party.partner}`;
    default:
      return party.kind;
  }
}

/** Whether a responder has one of these roles. Nobody else has any. */
export function holds(party: Party, ...roles: readonly RegistryRole[]): boolean {
  return party.kind === 'responder' && roles.some((role) => party.roles.includes(role));
}

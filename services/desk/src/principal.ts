import type { DefenderRef, PartnerRef, ResponderRef } from '@hrd-shield/contracts';
import type { DeskRole } from '@hrd-shield/contracts/desk';
import type { ResponderPrincipal } from '@hrd-shield/keys';

/** Somebody who signed in. */
export interface Person {
  readonly kind: 'person';
  readonly name: ResponderRef;
  readonly roles: readonly DeskRole[];
  /** Epoch ms. */
  readonly signedInAt: number;
  readonly expiresAt: number;
  /** Digest of the session; absent for a token of the local stack. */
  readonly session?: string;
  /** What a token of the local stack says of skills; kept by the desk otherwise. */
  readonly seat?: ResponderPrincipal;
}

/** A program, or a defender or delegate, with a token. */
export interface Bearer {
  readonly kind: 'bearer';
  /** Id of the token. */
  readonly name: string;
  readonly roles: readonly DeskRole[];
  readonly expiresAt: number;
  readonly partner?: PartnerRef | undefined;
  readonly defender?: DefenderRef | undefined;
}

/** Whoever comes without an account. */
export interface Anonymous {
  readonly kind: 'anonymous';
  readonly name: 'anonymous';
  readonly roles: readonly ['anonymous'];
}

export type Principal = Person | Bearer | Anonymous;

/** Whoever comes without an account. */
export const ANONYMOUS: Anonymous = { kind: 'anonymous', name: 'anonymous', roles: ['anonymous'] };

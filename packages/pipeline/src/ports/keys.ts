import type { Boxed, DefenderRef, Sealed } from '@hrd-shield/contracts';

/**
 * Seals and opens under the data key of one defender. `purpose` and `context` are authenticated,
 * so that a sealed value cannot be moved to another place.
 */
export interface DefenderSealer {
  /** @throws ShieldError `seal.unknown-key` when the defender was erased */
  seal(defender: DefenderRef, purpose: string, plain: Uint8Array): Promise<Sealed>;
  /** @throws ShieldError `seal.unknown-key` | `seal.broken` */
  open(defender: DefenderRef, purpose: string, sealed: Sealed): Promise<Uint8Array>;
}

/** One data key a defender, wrapped by a key-encryption key. */
export interface KeyStore {
  create(defender: DefenderRef): Promise<void>;
  /** @returns the data key, or undefined when it was destroyed or never made */
  get(defender: DefenderRef): Promise<Uint8Array | undefined>;
  /** Content sealed under the key is gone everywhere, backups included. */
  destroy(defender: DefenderRef): Promise<void>;
}

/** A key that a service of keys has wrapped; only the wrapped form is kept. */
export interface WrappedKey {
  /** 256 bits, for as long as the process needs it. */
  readonly plain: Uint8Array;
  /** Opens through the service of keys alone. */
  readonly wrapped: string;
}

/**
 * A service of keys: a file on the local stack, a KMS in production. It is asked once at a start,
 * never for each event. `purpose` is authenticated: what was wrapped for one opens for no other.
 */
export interface Kms {
  /** @throws ShieldError `keys.unavailable` */
  generate(purpose: string): Promise<WrappedKey>;
  /** @throws ShieldError `keys.unavailable` | `seal.broken` */
  unwrap(purpose: string, wrapped: string): Promise<Uint8Array>;
  /** Wraps again under the master key of today; the key itself stays. */
  rewrap(purpose: string, wrapped: string): Promise<string>;
}

/** Seals states that belong to no single defender; `context` names the place, authenticated. */
export interface StageSealer {
  seal(context: string, plain: Uint8Array): Sealed;
  /** @throws ShieldError `seal.broken` */
  open(context: string, sealed: Sealed): Uint8Array;
}

/** Encrypts to the platform adapter: only the platform's side can open it. */
export interface PlatformBox {
  box(plain: string): Boxed;
}

/** A keyed hash under one purpose; stable per key version. */
export interface Pseudonymiser {
  actor(account: string): string;
  event(source: string, id: string): string;
  object(id: string): string;
}

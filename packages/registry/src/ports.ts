import type { DefenderRef, Sealed } from '@hrd-shield/contracts';
import type { DesignationEntry } from './designation-entry.ts';

/** What an account becomes when it is designated. */
export interface SealedEntry {
  /** HMAC-SHA-256 of the account, hex; unique among living designations. */
  readonly digest: string;
  readonly digestKey: string;
  readonly screening: Sealed;
  readonly protection: Sealed;
}

/** Turns an entry into its sealed parts, and makes or destroys the defender's data key. */
export interface DesignationSealer {
  newRef(): DefenderRef;
  seal(ref: DefenderRef, entry: DesignationEntry): Promise<SealedEntry>;
  /** Content sealed for the defender is gone everywhere, backups included. */
  destroy(ref: DefenderRef): Promise<void>;
}

import type { Boxed, DataClass, DefenderRef, Sealed, SealedPartName } from '@hrd-shield/contracts';
import type { AskedStop } from './asked-stop.ts';
import type { DesignationEntry } from './designation-entry.ts';
import type { DetailsOf } from './details.ts';

/** What an account becomes when it is designated. */
export interface SealedEntry {
  /** HMAC-SHA-256 of the account, hex; unique among living designations. */
  readonly digest: string;
  readonly digestKey: string;
  readonly screening: Sealed;
  readonly protection: Sealed;
}

/** What of a designation reaches services, each part sealed for its own. */
export type Published = Pick<
  DesignationEntry,
  | 'account'
  | 'allowedMeasures'
  | 'conflicts'
  | 'country'
  | 'dataClasses'
  | 'language'
  | 'safePath'
  | 'vault'
> &
  Pick<DetailsOf<'profile'>, 'contactHours'>;

/** Turns an entry into its sealed parts, and makes or destroys the defender's data key. */
export interface DesignationSealer {
  newRef(): DefenderRef;
  /** Makes the data key; one that is there stays. */
  newKey(ref: DefenderRef): Promise<void>;
  /** Needs no data key: the parts are sealed to the services that read them. */
  seal(ref: DefenderRef, published: Published): SealedEntry;
  sealPart<P extends SealedPartName>(
    ref: DefenderRef,
    part: P,
    details: DetailsOf<P>,
  ): Promise<Sealed>;
  /** @throws ShieldError `seal.unknown-key` when the defender was erased */
  sealStop(ref: DefenderRef, asked: AskedStop): Promise<Sealed>;
  /** The classes that a word takes back. @throws ShieldError `seal.unknown-key` */
  sealNarrowing(ref: DefenderRef, classes: readonly DataClass[]): Promise<Sealed>;
  /** @throws ShieldError `seal.unknown-key` | `seal.broken` | `record.bad-schema` */
  openStop(ref: DefenderRef, sealed: Sealed): Promise<AskedStop>;
  /** The account as bytes that only the platform adapter opens. */
  boxAccount(account: string): Boxed;
  /** @throws ShieldError `seal.unknown-key` | `seal.broken` | `record.bad-schema` */
  openPart<P extends SealedPartName>(
    ref: DefenderRef,
    part: P,
    sealed: Sealed,
  ): Promise<DetailsOf<P>>;
  /** Content sealed for the defender is gone everywhere, backups included. */
  destroy(ref: DefenderRef): Promise<void>;
}

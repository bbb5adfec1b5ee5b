import type {
  DefenderRef,
  DesignationState,
  RegistryEndReason,
  ResponderRef,
  Sealed,
  Tier,
} from '@hrd-shield/contracts';

/** The least care that a defender has while designated. */
export type StandingTier = Exclude<Tier, 'none'>;

/** Why a designation ended. */
export type EndReason = RegistryEndReason;

/** A designation as the registry keeps it: no account, no name. */
export interface Designation {
  readonly ref: DefenderRef;
  readonly version: number;
  readonly state: DesignationState;
  readonly tier: StandingTier;
  readonly probe: boolean;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** Both sealed parts are absent once erased. */
  readonly screening: Sealed | null;
  readonly protection: Sealed | null;
  /** Two people; in an emergency one, at first. */
  readonly reviewers: readonly [ResponderRef, ResponderRef | null];
  readonly endReason: EndReason | null;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type DesignationAct =
  | 'created'
  | 'changed'
  | 'paused'
  | 'resumed'
  | 'withdrawn'
  | 'expired'
  | 'erased';

/** A change of one designation; the store raises the version and writes history and outbox. */
export interface DesignationChange {
  readonly act: DesignationAct;
  readonly state: DesignationState;
  readonly endReason: EndReason | null;
  /** True forgets digest and sealed parts. */
  readonly erase: boolean;
  /** What is sealed anew: other classes of data, measures, expiry, tier or reviewers. */
  readonly renewed?: Pick<
    Designation,
    'expiresAt' | 'protection' | 'reviewers' | 'screening' | 'tier'
  >;
}

/** The registry's tables. Every method is one transaction. */
export interface DesignationStore {
  /** @returns false when a living designation of the same digest exists */
  add(designation: Designation, digest: string, digestKey: string): Promise<boolean>;
  /**
   * Changes a designation under a row lock.
   * @param decide gets the row; undefined leaves it as it is
   * @returns the row after the change, or undefined when there is none of this ref
   */
  change(
    ref: DefenderRef,
    decide: (current: Designation) => DesignationChange | undefined,
    at: number,
  ): Promise<Designation | undefined>;
  /** In order of creation. */
  list(limit: number): Promise<readonly Designation[]>;
  /** Version of each designation that is not erased. */
  versions(): Promise<ReadonlyMap<DefenderRef, number>>;
  /**
   * Hands unpublished changes to `publish`, oldest first, one relay at a time, and marks them once
   * it resolves. Each is the row as it is now, so what is published is never older than the
   * registry.
   * @returns how many were published; undefined when another relay is at work
   */
  relay(
    limit: number,
    publish: (changed: readonly Designation[]) => Promise<void>,
    at: number,
  ): Promise<number | undefined>;
  /** Puts ended designations that are not erased into the outbox again. @returns how many */
  reassertEnded(at: number): Promise<number>;
  /** Changes that wait to be published. */
  waiting(): Promise<number>;
}

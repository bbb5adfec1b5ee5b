import type {
  DefenderRef,
  RegistryState,
  RequestId,
  ResponderRef,
  Sealed,
  SealedPartName,
} from '@hrd-shield/contracts';
import type { RegistryFact, RegistryLife, RegistryRequest } from '@hrd-shield/domain/registry';
import type { Designation, DesignationChange } from './designation-store.ts';

export type SealedParts = Readonly<Partial<Record<SealedPartName, Sealed>>>;

/** What of a life reaches the topic, in the transaction of its facts. */
export type Publication =
  | {
      readonly kind: 'add';
      readonly designation: Designation;
      readonly digest: string;
      readonly digestKey: string;
    }
  | { readonly kind: 'change'; readonly change: DesignationChange };

/** One turn of a life; the store numbers the facts. */
export interface LifeTurn {
  readonly facts: readonly RegistryFact[];
  /** The life with every fact folded. */
  readonly after: RegistryLife;
  readonly nextTickAt: number | undefined;
  readonly publication?: Publication | undefined;
  /** Parts that are sealed anew. */
  readonly parts?: SealedParts | undefined;
  /** True removes every sealed part. */
  readonly erase?: boolean | undefined;
}

/** Which lives to show. */
export interface LifeQuery {
  readonly states?: readonly RegistryState[];
  readonly limit: number;
  /** Those after this one, in order of proposal. */
  readonly after?: DefenderRef;
}

/** The registry's lives. Every method is one transaction. */
export interface LifeStore {
  /** @returns false when a living designation of the same account exists */
  create(turn: LifeTurn, at: number): Promise<boolean>;
  /**
   * Takes a turn under a row lock.
   * @param decide gets the life; undefined leaves it as it is
   * @returns the life after it, undefined when there is none; `exists` when another designation of
   *   the account lives
   */
  change(
    ref: DefenderRef,
    decide: (life: RegistryLife, parts: SealedParts) => Promise<LifeTurn | undefined>,
    at: number,
  ): Promise<RegistryLife | 'exists' | undefined>;
  get(ref: DefenderRef): Promise<RegistryLife | undefined>;
  parts(ref: DefenderRef): Promise<SealedParts>;
  /** In the order in which they were recorded. */
  facts(ref: DefenderRef): Promise<readonly RegistryFact[]>;
  list(query: LifeQuery): Promise<readonly RegistryLife[]>;
  /** Lives that time may change now. */
  due(now: number, limit: number): Promise<readonly DefenderRef[]>;
  /** Lives with facts that nobody was told of, and how far their facts go. */
  untold(limit: number): Promise<readonly Pick<RegistryLife, 'ref' | 'version'>[]>;
  /** Facts that nobody was told of, and the version up to which they go. */
  untoldFacts(ref: DefenderRef): Promise<{
    readonly facts: readonly RegistryFact[];
    /** Version of the fact before the first of them. */
    readonly from: number;
  }>;
  markTold(ref: DefenderRef, version: number): Promise<void>;
  /** Whether a case of this defender is open. */
  hasOpenCase(ref: DefenderRef): Promise<boolean>;
  /** Notes that the clocks are looked at. @returns since when without a gap longer than the bound */
  beat(now: number, outageMs: number): Promise<number>;
}

/** What people asked to see. Every method is one transaction. */
export interface RequestStore {
  add(request: RegistryRequest): Promise<void>;
  get(id: RequestId): Promise<RegistryRequest | undefined>;
  /** Neither used nor refused. */
  open(limit: number): Promise<readonly RegistryRequest[]>;
  /** How many one person asked for after a time, epoch ms. */
  askedSince(
    by: ResponderRef,
    kind: RegistryRequest['subject']['kind'],
    since: number,
  ): Promise<number>;
  /** @returns false when somebody has agreed or refused before */
  agree(id: RequestId, by: ResponderRef, at: number): Promise<boolean>;
  /** @returns false when somebody has agreed or refused before */
  refuse(id: RequestId, by: ResponderRef, at: number): Promise<boolean>;
  /** @returns false when it was used before: of two at once, one uses it */
  use(id: RequestId, at: number): Promise<boolean>;
}

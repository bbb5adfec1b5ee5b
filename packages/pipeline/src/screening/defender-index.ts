import type {
  DataClass,
  DefenderRef,
  DesignationRecord,
  ScreeningPart,
  StopId,
  VaultEntry,
} from '@hrd-shield/contracts';
import { Stops } from '../list/stops.ts';

/** What screening knows of a designated account. */
export interface Designated {
  readonly ref: DefenderRef;
  readonly version: number;
  readonly state: DesignationRecord['state'];
  readonly probe: boolean;
  readonly expiresAt: number;
  readonly dataClasses: ReadonlySet<DataClass>;
  /** Private identifiers as keyed hashes; absent without a vault. */
  readonly vault?: readonly VaultEntry[] | undefined;
  /** Version of the key under which digest and vault were made. */
  readonly digestKey?: string;
}

type Digest = (account: Uint8Array) => string;

/** How an account is recognised: a fast tag for every record, a digest for the few that match. */
export interface Recogniser {
  readonly tagOf: (bytes: Uint8Array, from?: number, to?: number) => number;
  /** Under the newest key, whose version follows. */
  readonly digestOf: Digest;
  readonly digestKey: string;
  /** Under another version, during a rotation; undefined where the ring has no such key. */
  readonly digestUnder?: (keyVersion: string) => Digest | undefined;
  readonly tags: {
    has(tag: number): boolean;
    add(tag: number): void;
    remove(tag: number): void;
  };
}

interface Entry extends Designated {
  readonly digest: string;
  readonly digestKey: string;
  readonly tag: number;
}

/**
 * The designated accounts, without a list of names. Withdrawn ones are forgotten but for their
 * version, so that a late record never brings them back. Bounded by the number of designations.
 *
 * @source architecture notes, section 4
 */
export class DefenderIndex {
  readonly #recogniser: Recogniser;
  readonly #byDigest = new Map<string, Entry>();
  readonly #byRef = new Map<DefenderRef, Entry>();
  readonly #fence = new Map<DefenderRef, number>();
  readonly #tagUses = new Map<number, number>();
  readonly #stops = new Stops();
  /** Digests that recognise somebody; two while a key is rotated. */
  readonly #digests = new Map<string, { readonly digest: Digest; uses: number }>();

  constructor(recogniser: Recogniser) {
    this.#recogniser = recogniser;
    this.#digests.set(recogniser.digestKey, { digest: recogniser.digestOf, uses: 1 });
  }

  /** Designations held, paused ones included. */
  get size(): number {
    return this.#byRef.size;
  }

  /** Designations that the log alone holds stopped, wholly or for some classes of data. */
  get stopped(): number {
    return this.#stops.size;
  }

  /** Any test account of the platform; undefined when none is designated. */
  get probe(): DefenderRef | undefined {
    for (const { ref, probe } of this.#byRef.values()) if (probe) return ref;
    return undefined;
  }

  /**
   * Asked for every record: false for nearly all accounts without a designation. The account may
   * lie within other bytes, from the first position to before the second. No allocation.
   */
  mayHold(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
    return this.#recogniser.tags.has(this.#recogniser.tagOf(bytes, from, to));
  }

  get(ref: DefenderRef): Designated | undefined {
    return this.#standing(this.#byRef.get(ref));
  }

  /** Confirms by the digest. */
  find(account: Uint8Array): Designated | undefined {
    return this.mayHold(account) ? this.findEvenly(account) : undefined;
  }

  /** Like `find`, with the same work for every account: time tells nobody who is designated. */
  findEvenly(account: Uint8Array): Designated | undefined {
    let found: Entry | undefined;
    for (const { digest } of this.#digests.values()) {
      const entry = this.#byDigest.get(digest(account));
      if (entry !== undefined) found = entry;
    }
    return this.#standing(found);
  }

  /** @returns why the record changed nothing, if it did not */
  apply(
    record: DesignationRecord,
    part: ScreeningPart,
  ): 'applied' | 'stale-version' | 'other-digest-key' {
    const known = this.#fence.get(record.ref) ?? 0;
    if (record.version < known) return 'stale-version';
    this.#fence.set(record.ref, record.version);
    this.#forget(record.ref);
    if (record.state === 'withdrawn') return 'applied';
    if (!this.#usesDigest(part.digestKey)) return 'other-digest-key';
    const { ref, version, state, probe, expiresAt } = record;
    const dataClasses = new Set(part.dataClasses);
    const tag = Number.parseInt(part.tag, 16);
    const entry = {
      ref,
      version,
      state,
      probe,
      expiresAt,
      dataClasses,
      digest: part.digest,
      digestKey: part.digestKey,
      tag,
      vault: part.vault,
    };
    this.#byRef.set(ref, entry);
    this.#byDigest.set(part.digest, entry);
    const uses = this.#tagUses.get(tag) ?? 0;
    this.#tagUses.set(tag, uses + 1);
    if (uses === 0) this.#recogniser.tags.add(tag);
    this.#standing(entry);
    return 'applied';
  }

  /** It ended with this version: no part of it is needed for that. */
  end(ref: DefenderRef, version: number): 'applied' | 'stale-version' {
    if (version < (this.#fence.get(ref) ?? 0)) return 'stale-version';
    this.#fence.set(ref, version);
    this.#stops.forget(ref);
    this.#forget(ref);
    return 'applied';
  }

  /** Paused by the log alone, whatever the list says, until the word is settled. */
  stop(ref: DefenderRef, stop: StopId): void {
    this.#stops.stop(ref, stop);
  }

  /** What was stopped turns out to be these classes of data alone. */
  narrow(ref: DefenderRef, stop: StopId, classes: readonly DataClass[]): void {
    this.#stops.narrow(ref, stop, classes);
  }

  /** From this version on the list decides again. */
  settle(ref: DefenderRef, stop: StopId, version: number): void {
    this.#stops.settle(ref, stop, version);
    this.#standing(this.#byRef.get(ref));
  }

  /** A tombstone: the designation is gone for good. */
  erase(ref: DefenderRef): void {
    this.#fence.set(ref, Number.MAX_SAFE_INTEGER);
    this.#stops.forget(ref);
    this.#forget(ref);
  }

  /** A stop that the list has caught up with is forgotten on the way. */
  #standing(entry: Entry | undefined): Designated | undefined {
    if (entry === undefined) return undefined;
    const stopped = this.#stops.stoppedOf(entry.ref, entry.version);
    if (stopped === 'nothing') return entry;
    if (stopped === 'all') return { ...entry, state: 'paused' };
    const left = [...entry.dataClasses].filter((each) => !stopped.has(each));
    return { ...entry, dataClasses: new Set(left) };
  }

  #forget(ref: DefenderRef): void {
    const entry = this.#byRef.get(ref);
    if (entry === undefined) return;
    this.#byRef.delete(ref);
    // A newer designation of the same account keeps its place.
    if (this.#byDigest.get(entry.digest) === entry) this.#byDigest.delete(entry.digest);
    this.#releaseDigest(entry.digestKey);
    const uses = (this.#tagUses.get(entry.tag) ?? 1) - 1;
    if (uses > 0) {
      this.#tagUses.set(entry.tag, uses);
      return;
    }
    this.#tagUses.delete(entry.tag);
    this.#recogniser.tags.remove(entry.tag);
  }

  /** @returns false where the ring has no key of this version */
  #usesDigest(keyVersion: string): boolean {
    const known = this.#digests.get(keyVersion);
    if (known !== undefined) {
      known.uses += 1;
      return true;
    }
    const digest = this.#recogniser.digestUnder?.(keyVersion);
    if (digest === undefined) return false;
    this.#digests.set(keyVersion, { digest, uses: 1 });
    return true;
  }

  /** A version that recognises nobody any more costs nothing any more. */
  #releaseDigest(keyVersion: string): void {
    const known = this.#digests.get(keyVersion);
    if (known === undefined) return;
    known.uses -= 1;
    if (known.uses === 0) this.#digests.delete(keyVersion);
  }
}

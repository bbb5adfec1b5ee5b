import { hash32 } from '../detection/statistics/hash.ts';

/** Entries are kept in so many buckets; a save writes only those that changed. */
export const SHELF_BUCKETS = 16;

/** One bucket as it is saved: entries, the one used longest ago first. */
export type FrozenBucket<V> = readonly (readonly [string, V])[];

/**
 * A bounded map: beyond its bound the entry of a bucket that was used longest ago leaves. What is
 * kept follows from the order of use alone, so that a replay keeps the same.
 */
export class BucketShelf<V> {
  readonly #bucketMax: number;
  readonly #onEvicted: (value: V) => void;
  readonly #buckets: Map<string, V>[] = Array.from({ length: SHELF_BUCKETS }, () => new Map());
  readonly #dirty = new Set<number>();

  /** @param entriesMax over all buckets, evenly shared */
  constructor(entriesMax: number, onEvicted: (value: V) => void = () => undefined) {
    this.#bucketMax = Math.ceil(entriesMax / SHELF_BUCKETS);
    this.#onEvicted = onEvicted;
  }

  get size(): number {
    return this.#buckets.reduce((sum, bucket) => sum + bucket.size, 0);
  }

  /** The entry, which counts as used now; `make` gives the one that is missing. */
  use(key: string, make: () => V): V {
    const at = bucketOf(key);
    const bucket = this.#buckets[at] ?? new Map<string, V>();
    const value = bucket.get(key) ?? make();
    bucket.delete(key);
    bucket.set(key, value);
    this.#dirty.add(at);
    if (bucket.size > this.#bucketMax) {
      const [oldest] = bucket;
      if (oldest !== undefined) {
        bucket.delete(oldest[0]);
        this.#onEvicted(oldest[1]);
      }
    }
    return value;
  }

  /** Looks at every entry, which may change or leave. */
  sweep(look: (value: V) => 'same' | 'changed' | 'gone'): void {
    this.#buckets.forEach((bucket, at) => {
      for (const [key, value] of [...bucket]) {
        const found = look(value);
        if (found === 'same') continue;
        if (found === 'gone') bucket.delete(key);
        this.#dirty.add(at);
      }
    });
  }

  /** The entry, if it is there; looking is no use. */
  peek(key: string): V | undefined {
    return this.#buckets[bucketOf(key)]?.get(key);
  }

  /** Lets go of one entry. */
  remove(key: string): void {
    const at = bucketOf(key);
    if (this.#buckets[at]?.delete(key) === true) this.#dirty.add(at);
  }

  /** Buckets changed since the last call, by number. */
  takeDirty(): readonly (readonly [number, FrozenBucket<V>])[] {
    const dirty = [...this.#dirty].sort((a, b) => a - b);
    this.#dirty.clear();
    return dirty.map((at) => [at, [...(this.#buckets[at] ?? [])]]);
  }

  restore(at: number, frozen: FrozenBucket<V>): void {
    this.#buckets[at] = new Map(frozen);
  }
}

function bucketOf(key: string): number {
  return hash32(key) % SHELF_BUCKETS;
}

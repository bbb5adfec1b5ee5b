/** A key in memory, for a while. */
interface Lent {
  readonly key: Uint8Array;
  readonly until: number;
}

export interface LentKeysConfig {
  readonly entriesMax: number;
  /** How long a key is lent, ms. */
  readonly lentMs: number;
  /** Never goes back, ms. */
  readonly now: () => number;
}

/**
 * Keys that were read, each for the same while and then no more: what is over is let go with the
 * next one that is lent, so that a plain key does not lie in memory because nobody asks for it.
 */
export class LentKeys {
  readonly #config: LentKeysConfig;
  /** In the order in which they end, since each is lent equally long. */
  readonly #lent = new Map<string, Lent>();

  constructor(config: LentKeysConfig) {
    this.#config = config;
  }

  get size(): number {
    return this.#lent.size;
  }

  get(name: string): Uint8Array | undefined {
    const lent = this.#lent.get(name);
    return lent !== undefined && lent.until > this.#config.now() ? lent.key : undefined;
  }

  lend(name: string, key: Uint8Array): void {
    const { entriesMax, lentMs, now } = this.#config;
    const at = now();
    this.#lent.delete(name);
    for (const [earlier, { until }] of this.#lent) {
      if (until > at && this.#lent.size < entriesMax) break;
      this.#lent.delete(earlier);
    }
    this.#lent.set(name, { key, until: at + lentMs });
  }

  takeBack(name: string): void {
    this.#lent.delete(name);
  }
}

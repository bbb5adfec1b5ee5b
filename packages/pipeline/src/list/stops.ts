import type { DataClass, DefenderRef, StopId } from '@hrd-shield/contracts';

/** No version of the list decides before the registry has heard what was asked. */
const UNHEARD = Number.POSITIVE_INFINITY;

interface Word {
  /** Version of the list that says what follows. */
  readonly from: number;
  /** What alone is stopped; everything when absent. */
  readonly classes?: readonly DataClass[];
}

/** What the log alone stops of one designation. */
export type StoppedPart = 'nothing' | 'all' | ReadonlySet<DataClass>;

/**
 * Designations that are stopped by the log alone, wholly or for classes of data. Each stop holds
 * until the registry has heard it and the list has come to the version that says what follows, so
 * that no gap lies in between. Bounded by the words that the desk lets through.
 */
export class Stops {
  readonly #byRef = new Map<DefenderRef, Map<StopId, Word>>();

  /** Designations of which something is stopped, or was until the list said so too. */
  get size(): number {
    return this.#byRef.size;
  }

  stop(ref: DefenderRef, stop: StopId): void {
    const words = this.#byRef.get(ref) ?? new Map<StopId, Word>();
    words.set(stop, { from: UNHEARD });
    this.#byRef.set(ref, words);
  }

  /** A stop of everything turns out to mean these classes alone. */
  narrow(ref: DefenderRef, stop: StopId, classes: readonly DataClass[]): void {
    const words = this.#byRef.get(ref);
    const word = words?.get(stop);
    if (word !== undefined) words?.set(stop, { ...word, classes });
  }

  /** @param version from which the list decides */
  settle(ref: DefenderRef, stop: StopId, version: number): void {
    const words = this.#byRef.get(ref);
    const word = words?.get(stop);
    if (word !== undefined) words?.set(stop, { ...word, from: version });
  }

  /** @param version of what the list says now */
  stoppedOf(ref: DefenderRef, version: number): StoppedPart {
    const words = this.#byRef.get(ref);
    if (words === undefined) return 'nothing';
    for (const [stop, { from }] of words) if (from <= version) words.delete(stop);
    const left = [...words.values()];
    if (left.length === 0) {
      this.#byRef.delete(ref);
      return 'nothing';
    }
    const isWhole = left.some(({ classes }) => classes === undefined);
    return isWhole ? 'all' : new Set(left.flatMap(({ classes = [] }) => classes));
  }

  /** It ended: there is nothing left to stop. */
  forget(ref: DefenderRef): void {
    this.#byRef.delete(ref);
  }
}

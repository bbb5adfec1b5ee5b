import type { DefenderRef, StopId } from '@hrd-shield/contracts';

/** No version of the list decides before the registry has heard what was asked. */
const UNHEARD = Number.POSITIVE_INFINITY;

/**
 * Designations that are stopped by the log alone. Each stop holds until the registry has heard it
 * and the list has come to the version that says what follows, so that no gap lies in between.
 * Bounded by the words that the desk lets through.
 */
export class Stops {
  readonly #byRef = new Map<DefenderRef, Map<StopId, number>>();

  /** Designations that are stopped, or were until the list said so too. */
  get size(): number {
    return this.#byRef.size;
  }

  stop(ref: DefenderRef, stop: StopId): void {
    const stops = this.#byRef.get(ref) ?? new Map<StopId, number>();
    stops.set(stop, UNHEARD);
    this.#byRef.set(ref, stops);
  }

  /** @param version from which the list decides */
  settle(ref: DefenderRef, stop: StopId, version: number): void {
    const stops = this.#byRef.get(ref);
    if (stops?.has(stop) === true) stops.set(stop, version);
  }

  /** @param version of what the list says now */
  isStopped(ref: DefenderRef, version: number): boolean {
    const stops = this.#byRef.get(ref);
    if (stops === undefined) return false;
    for (const [stop, from] of stops) if (from <= version) stops.delete(stop);
    if (stops.size === 0) this.#byRef.delete(ref);
    return stops.size > 0;
  }

  /** It ended: there is nothing left to stop. */
  forget(ref: DefenderRef): void {
    this.#byRef.delete(ref);
  }
}

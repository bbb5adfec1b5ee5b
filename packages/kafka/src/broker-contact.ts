/** How long the readers of one process have heard nothing of their broker. */
export class BrokerContact {
  readonly #readers = new Set<() => number>();

  /** @returns ends it */
  join(unheardMs: () => number): () => void {
    this.#readers.add(unheardMs);
    return () => void this.#readers.delete(unheardMs);
  }

  /** Of the reader that waits longest; 0 without readers, ms. */
  unheardMs(): number {
    return Math.max(0, ...[...this.#readers].map((unheardMs) => unheardMs()));
  }
}

/**
 * Effects that are still on their way while later batches are handled. They settle in the order
 * they were added, so that no commit passes an open one.
 */
export class OpenEffects {
  #tail: Promise<unknown> = Promise.resolve();
  #open = 0;

  get count(): number {
    return this.#open;
  }

  /** @param onDone called once these effects and all before them have happened */
  add(
    effects: readonly Promise<void>[],
    onDone: () => void,
    onFailed: (error: unknown) => void,
  ): void {
    if (effects.length === 0 && this.#open === 0) {
      onDone();
      return;
    }
    this.#open += 1;
    const settled = Promise.all([this.#tail, ...effects]).then(onDone);
    this.#tail = settled.finally(() => {
      this.#open -= 1;
    });
    this.#tail.catch(onFailed);
  }

  /** Resolves when none is open, whatever became of them. */
  async drained(): Promise<void> {
    await this.#tail.catch(() => undefined);
  }

  /** Forgets a failure: the records behind it come again. */
  reset(): void {
    if (this.#open === 0) this.#tail = Promise.resolve();
  }
}

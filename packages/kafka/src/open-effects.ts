import { HEARTBEAT_MS, sleep } from './source-settings.ts';

/** Batches whose effects may be on their way at once, where no other bound is set. */
const OPEN_BATCHES_MAX = 16;

/**
 * Effects that are still on their way while later batches are handled. They settle in the order
 * they were added, so that no commit passes an open one.
 */
export class OpenEffects {
  #tail: Promise<unknown> = Promise.resolve();
  /** What each open one holds in memory, in their order. */
  readonly #open: { readonly bytes: number; readonly settled: Promise<unknown> }[] = [];

  get count(): number {
    return this.#open.length;
  }

  /** Bytes of the records whose effects are open. */
  get bytes(): number {
    return this.#open.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** @param bytesMax bytes of records that may be open; absent: sixteen batches */
  isFull(bytesMax: number | undefined): boolean {
    return bytesMax === undefined ? this.count >= OPEN_BATCHES_MAX : this.bytes >= bytesMax;
  }

  /** @param onDone called once these effects and all before them have happened */
  add(
    effects: readonly Promise<void>[],
    onDone: () => void,
    onFailed: (error: unknown) => void,
    bytes = 0,
  ): void {
    if (effects.length === 0 && this.#open.length === 0) {
      onDone();
      return;
    }
    const settled = Promise.all([this.#tail, ...effects])
      .then(onDone)
      .finally(() => this.#open.shift());
    this.#open.push({ bytes, settled });
    this.#tail = settled;
    this.#tail.catch(onFailed);
  }

  /** Resolves when the oldest has settled, or at once when none is open. */
  async oneSettled(): Promise<void> {
    await this.#open[0]?.settled.catch(() => undefined);
  }

  /** Waits while too much is on its way, and keeps its place in the group meanwhile. */
  async untilRoom(
    bytesMax: number | undefined,
    heartbeat: () => Promise<void>,
    isOver: () => boolean,
  ): Promise<void> {
    while (this.isFull(bytesMax) && !isOver()) {
      await Promise.race([this.oneSettled(), sleep(HEARTBEAT_MS)]);
      await heartbeat();
    }
  }

  /** Resolves when none is open, whatever became of them. */
  async drained(): Promise<void> {
    await this.#tail.catch(() => undefined);
  }

  /** Forgets a failure: the records behind it come again. */
  reset(): void {
    if (this.#open.length === 0) this.#tail = Promise.resolve();
  }
}

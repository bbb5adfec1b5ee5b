import { setImmediate } from 'node:timers/promises';

/** Longest work at a stretch before heartbeats, health and reads have their turn, ms. */
const STRETCH_MS = 20;

/** For long work without a wait of its own: lets others have their turn now and then. */
export class Breath {
  readonly #now: () => number;
  #tookAt: number;

  /** @param now ms; what runs on simulated time breathes by it, or it would never do the same again */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#tookAt = now();
  }

  /** @param sign told with each breath, such as the group that would take silence for a death */
  async take(sign?: () => Promise<void>): Promise<void> {
    if (this.#now() - this.#tookAt < STRETCH_MS) return;
    await sign?.();
    await setImmediate();
    this.#tookAt = this.#now();
  }
}

/**
 * Part of a session's time without a heartbeat after which its partitions count as lost: before
 * the broker thinks so, since its clock began earlier than ours.
 */
const EXPIRED_RATIO = 0.8;

/** Tells a client that no longer fetches from a handler that no longer moves. Times in ms. */
export class Liveness {
  readonly #onHeard: () => void;
  readonly #now: () => number;
  #fetchedAt: number;
  #beatAt: number;
  /** When the handler at work last gave a sign of itself. */
  #signAt: number | undefined;

  /** @param onHeard told of each answer of the broker */
  constructor(onHeard: () => void = () => undefined, now = () => performance.now()) {
    this.#onHeard = onHeard;
    this.#now = now;
    this.#fetchedAt = now();
    this.#beatAt = now();
  }

  fetched(): void {
    this.#fetchedAt = this.#now();
    this.#onHeard();
  }

  /** The broker took a heartbeat, or a join. */
  beat(): void {
    this.#beatAt = this.#now();
    this.#onHeard();
  }

  /** A handler began, or says that it is still at work. */
  sign(): void {
    this.#signAt = this.#now();
  }

  handled(): void {
    this.#signAt = undefined;
    this.#fetchedAt = this.#now();
  }

  /** Since the client last asked the broker, 0 while a batch is handled. */
  idleMs(): number {
    return this.#signAt === undefined ? this.#now() - this.#fetchedAt : 0;
  }

  /** Since the broker last answered anything, 0 while a batch is handled. */
  quietMs(): number {
    const heardAt = Math.max(this.#fetchedAt, this.#beatAt);
    return this.#signAt === undefined ? this.#now() - heardAt : 0;
  }

  /** Since the handler at work last gave a sign, 0 while none is at work. */
  silentMs(): number {
    return this.#signAt === undefined ? 0 : this.#now() - this.#signAt;
  }

  /** True once the group may have given the partitions to others without a word to this member. */
  isExpired(sessionTimeoutMs: number): boolean {
    return this.#now() - this.#beatAt >= sessionTimeoutMs * EXPIRED_RATIO;
  }
}

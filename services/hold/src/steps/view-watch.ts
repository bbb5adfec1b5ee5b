/**
 * Whether what is known of designations and holds can be trusted: read once to its end, and
 * followed within a bound. Asked for each answer, so it only compares two numbers.
 */
export class ViewWatch {
  readonly #staleMs: number;
  #isLoaded = false;
  #followedAt = Number.NEGATIVE_INFINITY;

  /** @param staleMs longest time without a sign of the log that still counts as fresh */
  constructor(staleMs: number) {
    this.#staleMs = staleMs;
  }

  /** Everything published before has been read. */
  load(nowMs: number): void {
    this.#isLoaded = true;
    this.#followedAt = nowMs;
  }

  /** Takes the health of the readers; asked every second. */
  sample(areFollowed: boolean, nowMs: number): void {
    if (areFollowed) this.#followedAt = nowMs;
  }

  isFresh(nowMs: number): boolean {
    return this.#isLoaded && nowMs - this.#followedAt <= this.#staleMs;
  }
}

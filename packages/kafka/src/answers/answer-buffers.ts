/** Lengths of buffers are multiples of it, so that answers of about the same length share them; bytes. */
const STEP_BYTES = 262_144;
/** What may lie idle in all, bytes: a few answers of the largest fetch. */
const IDLE_BYTES_MAX = 67_108_864;

/**
 * Buffers that answers are joined in, used again and again. New memory for each answer costs more
 * than reading it: it is cleared, faulted in page by page, and thrown away some milliseconds later.
 */
export class AnswerBuffers {
  #idle: ArrayBuffer[] = [];
  readonly #lent = new WeakSet<ArrayBufferLike>();

  /** A buffer of exactly so many bytes, with whatever it held before. */
  take(bytes: number): Buffer {
    const slab =
      this.#takeIdle(bytes) ?? new ArrayBuffer(Math.ceil(bytes / STEP_BYTES) * STEP_BYTES);
    this.#lent.add(slab);
    return Buffer.from(slab, 0, bytes);
  }

  /**
   * The memory of a lent buffer, or of a part of one, may be written over from now on: nothing may
   * hold a piece of it. Buffers that were not lent are left alone.
   */
  giveBack({ buffer }: Buffer): void {
    if (!(buffer instanceof ArrayBuffer) || !this.#lent.delete(buffer)) return;
    this.#idle.push(buffer);
    this.#idle.sort((a, b) => a.byteLength - b.byteLength);
    // The small ones go first: large ones are what costs.
    while (this.idleBytes > IDLE_BYTES_MAX) this.#idle.shift();
  }

  /** What is kept for the next answers, bytes. */
  get idleBytes(): number {
    return this.#idle.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  #takeIdle(bytes: number): ArrayBuffer | undefined {
    const at = this.#idle.findIndex(({ byteLength }) => byteLength >= bytes);
    return at < 0 ? undefined : this.#idle.splice(at, 1)[0];
  }
}

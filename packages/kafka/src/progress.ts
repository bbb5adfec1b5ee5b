import type { PartitionRef } from '@hrd-shield/pipeline';

/** A place in the log of a partition, decimal offset. */
export interface PartitionOffset extends PartitionRef {
  readonly offset: string;
}

/** Where one partition stands, decimal offsets as bigint. */
interface Position {
  readonly topic: string;
  readonly partition: number;
  /** Next record to be handled. */
  next: bigint;
  /** Effects are known up to here, exclusive. */
  done: bigint;
  /** Committed up to here, exclusive. */
  committed: bigint;
  /** Head of the log when it was last seen. */
  high: bigint;
}

/** Positions of the assigned partitions: what is handled, committed and still to come. */
export class Progress {
  readonly #positions = new Map<string, Position>();

  assign(
    start: PartitionRef & {
      readonly next: bigint;
      readonly high: bigint;
      readonly committed?: bigint;
    },
  ): void {
    this.#positions.set(keyOf(start), {
      topic: start.topic,
      partition: start.partition,
      next: start.next,
      done: start.next,
      committed: start.committed ?? start.next,
      high: start.high,
    });
  }

  clear(): void {
    this.#positions.clear();
  }

  /** A seek: handling goes on at `next`; what is committed stays. */
  moveTo(at: PartitionRef, next: bigint): void {
    const position = this.#positions.get(keyOf(at));
    if (position !== undefined) position.next = next;
  }

  nextOf(at: PartitionRef): bigint | undefined {
    return this.#positions.get(keyOf(at))?.next;
  }

  /** A batch was handled; its effects may still be on their way. */
  handled(at: PartitionRef, next: bigint, high: bigint): void {
    const position = this.#positions.get(keyOf(at));
    if (position === undefined) return;
    position.next = next;
    position.high = high;
  }

  /** The effects of everything before `next` have happened. */
  done(at: PartitionRef, next: bigint): void {
    const position = this.#positions.get(keyOf(at));
    if (position !== undefined && next > position.done) position.done = next;
  }

  /** Offsets to commit. A partition that replays below its commit is left alone. */
  uncommitted(): PartitionOffset[] {
    const found = [];
    for (const { topic, partition, done, committed } of this.#positions.values()) {
      if (done > committed) found.push({ topic, partition, offset: String(done) });
    }
    return found;
  }

  markCommitted(offsets: readonly PartitionOffset[]): void {
    for (const at of offsets) {
      const position = this.#positions.get(keyOf(at));
      if (position === undefined) continue;
      const offset = BigInt(at.offset);
      if (offset > position.committed) position.committed = offset;
    }
  }

  lag(): number {
    let lag = 0n;
    for (const { high, next } of this.#positions.values()) if (high > next) lag += high - next;
    return Number(lag);
  }
}

/** One text for a partition of a topic, to look it up by. */
export function keyOf(at: PartitionRef): string {
  return `${at.topic}/${at.partition}`;
}

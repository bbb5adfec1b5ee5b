import type { PartitionRef } from '@hrd-shield/pipeline';
import { partitionName } from './partition-name.ts';

/** A partition whose known events changed from arriving to missing, or back. */
export interface CoverageChange {
  readonly partition: PartitionRef;
  readonly covered: boolean;
  /** Wall time of the last known event, or of the assignment, epoch ms. */
  readonly since: number;
}

interface Watched {
  readonly partition: PartitionRef;
  seenAt: number;
  covered: boolean;
}

/**
 * Proves coverage: the platform's test accounts get one known event a minute on each partition, so
 * that a mis-keyed or silent topic shows. Bounded by the assigned partitions.
 *
 * @source architecture notes, section 6
 */
export class ProbeWatch {
  readonly #boundMs: number;
  readonly #partitions = new Map<string, Watched>();

  /** @param boundMs longest silence that still counts as covered */
  constructor(boundMs: number) {
    this.#boundMs = boundMs;
  }

  /** Partitions newly assigned have the bound from now on; kept ones keep what they know. */
  assign(partitions: readonly PartitionRef[], nowMs: number): void {
    const kept = new Map(this.#partitions);
    this.#partitions.clear();
    for (const partition of partitions) {
      const name = partitionName(partition);
      const fresh = { partition, seenAt: nowMs, covered: true };
      this.#partitions.set(name, kept.get(name) ?? fresh);
    }
  }

  see(from: PartitionRef, nowMs: number): void {
    const watched = this.#partitions.get(partitionName(from));
    if (watched !== undefined) watched.seenAt = nowMs;
  }

  /** Partitions without a known event within the bound. */
  missing(nowMs: number): readonly PartitionRef[] {
    return [...this.#partitions.values()]
      .filter(({ seenAt }) => nowMs - seenAt > this.#boundMs)
      .map(({ partition }) => partition);
  }

  /** @returns what has changed since the last call: each silence is told once, and its end once */
  changes(nowMs: number): readonly CoverageChange[] {
    const changed: CoverageChange[] = [];
    for (const watched of this.#partitions.values()) {
      const covered = nowMs - watched.seenAt <= this.#boundMs;
      if (covered === watched.covered) continue;
      watched.covered = covered;
      changed.push({ partition: watched.partition, covered, since: watched.seenAt });
    }
    return changed;
  }
}

import type { ShieldError } from '@hrd-shield/contracts';
import type { Batch } from 'kafkajs';
import type { Progress } from './progress.ts';
import { offsetGap } from './start-offsets.ts';

const MISPLACED_MAX = 8;

export interface Placed {
  /** The batch begins where the last one of its partition ended. */
  readonly isExpected: boolean;
  /** Where it should have begun. */
  readonly next?: bigint;
  /** Too many in a row began elsewhere: the client lost its place. */
  readonly lost?: ShieldError;
}

/** Whether each batch begins where the last one ended: one may have been fetched before a seek. */
export class Placement {
  readonly #progress: Progress;
  #misplaced = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  look(batch: Batch): Placed {
    const { topic, partition } = batch;
    const { fetchedOffset } = batch as unknown as { readonly fetchedOffset: string | number };
    const next = this.#progress.nextOf({ topic, partition });
    if (next === undefined || BigInt(String(fetchedOffset)) === next) {
      this.#misplaced = 0;
      return { isExpected: true };
    }
    this.#misplaced += 1;
    if (this.#misplaced <= MISPLACED_MAX) return { isExpected: false, next };
    const lost = offsetGap({ topic, partition }, `expected ${next}, got ${fetchedOffset}`);
    return { isExpected: false, lost };
  }
}

import type { ResponderRef } from '@hrd-shield/contracts';
import type { ParityRelease } from '@hrd-shield/domain';

/** One run of parity of a quarter, with all that was let out of it: counts, and nobody in them. */
export interface ParityRun {
  /** Of what was let out. */
  readonly id: string;
  readonly quarter: string;
  /** Hash of the facts that it was counted from, hex. */
  readonly factsHash: string;
  /** The run that this one corrects; null for the first of a quarter. */
  readonly corrects: string | null;
  readonly askedBy: ResponderRef;
  readonly agreedBy: ResponderRef;
  /** Epoch ms. */
  readonly at: number;
  readonly released: ParityRelease;
}

/** What was let out, by quarter: only added to. */
export interface ParityRuns {
  /** The runs of a quarter, the oldest first. */
  of(quarter: string): Promise<readonly ParityRun[]>;
  /** @returns false when another run took its place in the quarter: of two at once, one is kept */
  add(run: ParityRun): Promise<boolean>;
}

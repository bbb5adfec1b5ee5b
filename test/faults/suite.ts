import type { Random } from './random.ts';

/** One fault at one step: what was done to the system while it worked. */
export interface FaultEntry {
  readonly fault: string;
  readonly step: string;
  readonly seed: number;
  readonly ok: boolean;
  /** From the end of the fault until the step was through, ms. */
  readonly recoveryMs: number | null;
  readonly detail?: string;
}

/** What must hold after all faults, read from the books and not from the path. */
export interface InvariantEntry {
  readonly invariant: string;
  readonly says: string;
  readonly ok: boolean;
  /** How many things were looked at: an invariant over nothing proves nothing. */
  readonly checked: number;
  readonly violations: readonly string[];
}

export interface SuiteResult {
  readonly faults: readonly FaultEntry[];
  readonly invariants: readonly InvariantEntry[];
  /** Faults that this machine cannot play, and why. */
  readonly notPlayed?: readonly { readonly fault: string; readonly why: string }[];
  /** Measured on the way; only for people to read. */
  readonly figures?: Readonly<Record<string, number>>;
}

export interface SuiteRun {
  readonly seed: number;
  readonly random: Random;
  /** The whole matrix, more than once, instead of one pass. */
  readonly long: boolean;
  /** Beginnings of the names of the faults to play; all when empty. */
  readonly wanted: readonly string[];
  /** One of so many parts of the faults, drawn by the seed; all of them when 1. */
  readonly share: number;
  /** How often each fault of the flow is played. */
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** Faults of one part of the system with the invariants that they must leave whole. */
export interface FaultSuite {
  readonly name: string;
  readonly says: string;
  run(run: SuiteRun): Promise<SuiteResult>;
}

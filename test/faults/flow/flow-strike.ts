import type { Random } from '../random.ts';
import type { FlowCrew } from './flow-crew.ts';

/** What a strike is told of the run that it belongs to. */
export interface StrikeRun {
  readonly random: Random;
  readonly long: boolean;
}

/** Disks that may be filled, a broker whose clock may be set, commits of earlier builds. */
export type Means = 'small-disks' | 'broker-clock' | 'history';

/** A fault of the flow: what is done while a stretch is on its way, and how it is healed. */
export interface FlowStrike {
  /** As in the fault table of the design: F1 to F22. */
  readonly name: string;
  readonly says: string;
  /** Between strike and healing, ms. */
  readonly downMs: { readonly short: number; readonly long: number };
  /** Struck at the end, once all is through: it takes records along that others would look at. */
  readonly isLast?: true;
  /** Played with `--long` or when it is named: it takes long, or needs more than this checkout. */
  readonly isExtra?: true;
  /** Left out where this machine does not have it, which the run says. */
  readonly needs?: Means;
  strike(crew: FlowCrew, run: StrikeRun): Promise<void> | void;
  heal(crew: FlowCrew, run: StrikeRun): Promise<void> | void;
  /** Once all is through. @throws RangeError with what is not as it should be */
  check?(crew: FlowCrew): Promise<void> | void;
}

export const SECOND_MS = 1_000;
export const BRIEF = { short: 2 * SECOND_MS, long: 10 * SECOND_MS };
/** Healed by the start that belongs to the strike. */
export const AT_ONCE = { short: 0, long: 0 };

export const nothing = (): void => undefined;

import type { ResponderRef } from '../ids.ts';
import type { CrisisKind } from '../vocabulary.ts';

/** Another number for one threshold of detection while the window lasts. */
export interface CrisisThreshold {
  /** Name as the threshold reference shows it, such as `baseline.coldStartFactor`. */
  readonly threshold: string;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly owner: string;
}

/**
 * A declared crisis (election, protest, shutdown, conflict): a dated record, not a switch. It
 * begins and ends by its dates alone, so that nothing has to be remembered or turned back.
 */
export interface CrisisWindow {
  /** `<year>-<month>-<words>`; names the file. */
  readonly id: string;
  readonly kind: CrisisKind;
  /** ISO 3166-1 alpha-2 codes; empty means everywhere. */
  readonly countries: readonly string[];
  /** First moment, epoch ms. */
  readonly startsAt: number;
  /** First moment after it, epoch ms. */
  readonly endsAt: number;
  readonly declaredAt: number;
  /** Two different people. */
  readonly declaredBy: readonly ResponderRef[];
  readonly reason: string;
  readonly detection: readonly CrisisThreshold[];
  /** How measures and clocks change; 1 leaves them as they are. */
  readonly protection: {
    /** Usual life of a measure, times this; never beyond its longest life. */
    readonly lifetimeFactor: number;
    /** Time until a decision is due, times this; at most 1. */
    readonly dueFactor: number;
    /** Quiet time before a case closes, times this. */
    readonly quietFactor: number;
  };
  /** Rota that is on duty meanwhile; the usual one when absent. */
  readonly rota?: string;
}

/**
 * The windows that hold at a moment in a country, in the order of their ids.
 *
 * @param at epoch ms: event time for detection, the workflow's clock for protection
 * @param country where the defender is, as far as known; windows that name countries hold only
 *   where theirs is known
 */
export function crisesAt(
  windows: readonly CrisisWindow[],
  at: number,
  country?: string,
): readonly CrisisWindow[] {
  return windows
    .filter((each) => each.startsAt <= at && at < each.endsAt)
    .filter(
      ({ countries }) =>
        countries.length === 0 || (country !== undefined && countries.includes(country)),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

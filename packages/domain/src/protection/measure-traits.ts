import type { ParameterValue, StatementScope } from '@hrd-shield/contracts/pure';

/** What only some measures have; absent means no. */
export interface MeasureTraits {
  /** Outsiders can see that it began: it starts with jitter. */
  readonly visible?: boolean;
  /** Fewer people reach the defender: it counts against the weekly cap. */
  readonly reducesReach?: boolean;
  /** It may stand in the defender's own way: a way in that was tried has to stay. */
  readonly keepsPath?: boolean;
  /** It tells the defender what was done, and how to undo it in one step. */
  readonly tells?: boolean;
  /** What a restricted account is told that it reaches; only where the subject is `actors`. */
  readonly statement?: StatementScope;
  /** New applications an hour for one campaign; only where the subject is `actors`. */
  readonly quotaPerCampaignHour?: number;
  /** New applications an hour in one country; only where the subject is `actors`. */
  readonly quotaPerRegionHour?: number;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
}

/** What holds for all measures; durations in ms. */
export interface MeasureLimits {
  /** Longest wait of a visible measure. */
  readonly jitterMs: number;
  /** Time in seven days in which measures may reduce reach. */
  readonly reachMsPerWeek: number;
  readonly breakerFailuresPerHour: number;
  readonly breakerRejectionsPerHour: number;
  readonly breakerRestMs: number;
  /** Fewest defenders of which a count is shown. */
  readonly bandMin: number;
}

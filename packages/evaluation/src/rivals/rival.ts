/**
 * How strongly one setting of a rival speaks against each actor of a run: flagged are those whose
 * level reaches the threshold, and a run alarms when anybody is flagged.
 */
export type Levels = ReadonlyMap<string, number>;

/** One setting of a rival but its last threshold, over all runs. */
export interface RivalSetting {
  /** Such as `co_tweet, 3600 s, weight 2`. */
  readonly name: string;
  /** By run id; a run without anybody is left out. */
  readonly levels: ReadonlyMap<string, Levels>;
  /** Thresholds to try on the levels. */
  readonly thresholds: readonly number[];
  /** What a level counts, such as `accounts in the component`. */
  readonly levelOf: string;
}

export interface Rival {
  /** Such as `toolkit`. */
  readonly id: string;
  readonly title: string;
  readonly settings: readonly RivalSetting[];
}

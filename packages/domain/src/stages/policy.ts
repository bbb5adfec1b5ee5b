/** When things that turn up at several defenders are more than chance. */
export interface MeetingRules {
  /** What was seen longer ago no longer counts, ms. */
  readonly keepMs: number;
  /** Defenders, the one who is told included. */
  readonly targetsMin: number;
  /** Other defenders that chance alone brings together under one key. */
  readonly chance: number;
}

/** Rules of the stages across defenders, parsed from the reviewed file. */
export interface StagePolicy {
  readonly hash: string;
  readonly version: string;
  readonly crew: {
    readonly keepMs: number;
    readonly cellMs: number;
    readonly boardMs: number;
    readonly priorHits: number;
    readonly actorsMin: number;
    readonly targetsMin: number;
    readonly qMax: number;
    readonly growth: number;
  };
  readonly spread: MeetingRules & { readonly actorsMin: number; readonly popularTargets: number };
  /** Which links of private messages meet by their registered domain. */
  readonly links: MeetingRules & {
    /** Parts before a domain that nobody made for one reader. */
    readonly plainParts: readonly string[];
    /** Domains under which everybody has a part of their own. */
    readonly sharedHosts: readonly string[];
  };
  readonly cohort: MeetingRules & {
    readonly actorsMin: number;
    readonly createdSpanMs: number;
    readonly youngMs: number;
    readonly surgeMax: number;
  };
  readonly source: MeetingRules;
  readonly client: MeetingRules;
  /** The same client, over days. */
  readonly reader: MeetingRules;
  readonly supportiveMin: number;
}

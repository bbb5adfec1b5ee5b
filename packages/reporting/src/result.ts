import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import type { Figure, SurvivalCurve, TargetJudgement } from '@hrd-shield/domain';

/** One number of a benchmark, such as its median. */
export interface NamedFigure {
  /** `median`, `p90`, `share`, `count` or `rate`; what a target refers to. */
  readonly label: string;
  readonly figure: Figure;
}

/** Which clock the times of a group were measured by. */
export type ReportClock =
  | { readonly kind: 'event-time' }
  | { readonly kind: 'real' }
  /** Waits of workflows ran this many times faster than the wall clock. */
  | { readonly kind: 'scaled'; readonly scale: number };

/** Who decided what is measured, where that matters. */
export type DecidedBy = 'people' | 'scripts';

export interface Slice {
  readonly name: string;
  readonly figures: readonly NamedFigure[];
}

/** Rows that may be put together: one clock, one kind of responder. */
export interface ResultGroup {
  readonly clock?: ReportClock;
  readonly decidedBy?: DecidedBy;
  readonly figures: readonly NamedFigure[];
  readonly slices: readonly Slice[];
  /** Present for quantiles whose sample may be shown. */
  readonly curve?: SurvivalCurve;
  readonly judgement: TargetJudgement;
}

/** What came of one definition. */
export interface BenchmarkResult {
  readonly definition: BenchmarkDefinition;
  /** Hex SHA-256 of the definition file. */
  readonly formulaHash: string;
  /** Empty when nothing was recorded that the definition counts. */
  readonly groups: readonly ResultGroup[];
}

/** All benchmarks at one freeze. */
export interface Report {
  /** Facts up to here count, epoch ms. */
  readonly asOf: number;
  /** The facts come from a synthetic city: nobody in them is real, and small cells are shown. */
  readonly synthetic: boolean;
  readonly results: readonly BenchmarkResult[];
}

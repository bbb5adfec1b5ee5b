import { type Cluster, clusteredRatio } from '../benchmarks/clustered-ratio.ts';
import type { Figure, Interval } from '../benchmarks/figure.ts';

/** When a share has drifted. */
export interface DriftRules {
  /** A smaller change is not worth an alarm, 0 to 1. */
  readonly margin: number;
  /** Smaller samples are not compared. */
  readonly minimumCell: number;
}

/** How a share of lately stands to that of before. */
export interface Drift {
  readonly state: 'too-few' | 'steady' | 'falling' | 'rising';
  readonly before: Figure;
  readonly lately: Figure;
  /** Lately less before, with its interval at 95 %; absent where too few were judged. */
  readonly change?: { readonly value: number; readonly interval: Interval };
}

/**
 * Whether a share has changed by more than chance and by more than the margin. One defender's cases
 * count together, on both sides.
 * @source Newcombe 1998, difference of independent proportions, method 10, over Wilson intervals at
 * the effective sample size
 */
export function ratioDrift(
  sides: { readonly before: readonly Cluster[]; readonly lately: readonly Cluster[] },
  rules: DriftRules,
): Drift {
  const before = clusteredRatio(sides.before);
  const lately = clusteredRatio(sides.lately);
  if (!isJudged(before, rules) || !isJudged(lately, rules)) {
    return { state: 'too-few', before, lately };
  }
  const value = lately.value - before.value;
  const down = Math.hypot(below(lately), above(before));
  const up = Math.hypot(above(lately), below(before));
  const change = { value, interval: { lower: value - down, upper: value + up } };
  const isFalling = value <= -rules.margin && change.interval.upper < 0;
  const isRising = value >= rules.margin && change.interval.lower > 0;
  return { state: isFalling ? 'falling' : isRising ? 'rising' : 'steady', before, lately, change };
}

type Value = Extract<Figure, { readonly kind: 'value' }>;

function isJudged(figure: Figure, { minimumCell }: DriftRules): figure is Value {
  return figure.kind === 'value' && figure.n >= minimumCell;
}

function below({ interval, value }: Value): number {
  return value - interval.lower;
}

function above({ interval, value }: Value): number {
  return (interval.upper === 'open' ? 1 : interval.upper) - value;
}

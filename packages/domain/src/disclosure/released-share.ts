import { designEffect } from '../benchmarks/clustered-ratio.ts';
import type { Interval } from '../benchmarks/figure.ts';
import { parityRatio } from '../benchmarks/parity-ratio.ts';
import { wilsonInterval } from '../benchmarks/wilson-ratio.ts';

/** A figure that is made of released cells; null where there is nothing to tell. */
export interface ReleasedAmounts {
  readonly state: 'value' | 'withheld' | 'not-reached' | 'no-data';
  readonly value: number | null;
  readonly lower: number | null;
  /** Null where it is open, or where there is no interval. */
  readonly upper: number | null;
  /** Rounded counts behind it. */
  readonly sample: number | null;
}

/** A gap is a value too. */
export const WITHHELD_AMOUNTS: ReleasedAmounts = {
  state: 'withheld',
  value: null,
  lower: null,
  upper: null,
  sample: null,
};

/** One released cell of a share; its count is absent where it is withheld. */
export interface SharePart {
  readonly isHit: boolean;
  readonly count: number | undefined;
}

/** What a share is of: facts with one of `of`, over those with one of `over`. */
export interface ShareSpec {
  readonly dimension: string;
  readonly of: readonly string[];
  readonly over: readonly string[];
}

/** A share of rounded counts; its interval is as wide as the spread between people asks for. */
export function releasedShare(parts: readonly SharePart[], effect: number): ReleasedAmounts {
  const sum = summed(parts);
  if (sum === undefined) return WITHHELD_AMOUNTS;
  const share = sum.hits / sum.n;
  return told(share, wilsonInterval(share, sum.n / effect), sum.n);
}

/**
 * How many times one share of rounded counts is that of another, with an interval at 95 %.
 *
 * @source Katz et al. 1978, at the effective sample size
 */
export function releasedRatio(
  one: readonly SharePart[],
  other: readonly SharePart[],
  effect: number,
): ReleasedAmounts {
  const [top, bottom] = [summed(one), summed(other)];
  if (top === undefined || bottom === undefined) return WITHHELD_AMOUNTS;
  const effective = ({ hits, n }: Sum) => ({ hits: hits / effect, n: n / effect });
  const ratio = parityRatio(effective(top), effective(bottom));
  if (ratio.kind !== 'value') return { ...WITHHELD_AMOUNTS, state: 'no-data' };
  return told(ratio.value, ratio.interval, top.n + bottom.n);
}

/** How much more a share over facts varies since people come back; one digit, up. */
export function shareEffect(
  facts: readonly {
    readonly person: string;
    readonly values: Readonly<Record<string, string>>;
  }[],
  { dimension, of, over }: ShareSpec,
): number {
  const clusters = new Map<string, { hits: number; n: number }>();
  for (const { person, values } of facts) {
    const value = values[dimension];
    if (value === undefined || !over.includes(value)) continue;
    const { hits, n } = clusters.get(person) ?? { hits: 0, n: 0 };
    clusters.set(person, { hits: hits + (of.includes(value) ? 1 : 0), n: n + 1 });
  }
  return Math.ceil(designEffect([...clusters.values()]) * 10) / 10;
}

interface Sum {
  readonly hits: number;
  readonly n: number;
}

function summed(parts: readonly SharePart[]): Sum | undefined {
  let hits = 0;
  let n = 0;
  for (const { count, isHit } of parts) {
    if (count === undefined) return undefined;
    n += count;
    if (isHit) hits += count;
  }
  return { hits, n };
}

function told(value: number, { lower, upper }: Interval, sample: number): ReleasedAmounts {
  return {
    state: 'value',
    value: thousandths(value),
    lower: thousandths(lower),
    upper: upper === 'open' ? null : thousandths(upper),
    sample,
  };
}

function thousandths(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}

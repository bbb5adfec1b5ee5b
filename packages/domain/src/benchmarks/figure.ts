/** A confidence interval at 95 %. `open` has no upper end yet: too few cases ended. */
export interface Interval {
  readonly lower: number;
  readonly upper: number | 'open';
}

/** A published number, or why there is none. A gap is a value too: nothing is left out in silence. */
export type Figure =
  | {
      readonly kind: 'value';
      readonly value: number;
      readonly interval: Interval;
      /** Sample size: cases, tasks, measures or records, as the definition says. */
      readonly n: number;
      /** Of these, how many ended; the rest is censored. Equal to `n` where nothing is open. */
      readonly observed: number;
    }
  | {
      readonly kind: 'not-reached';
      /** The quantile is larger than the longest time looked at, in the unit of the benchmark. */
      readonly moreThan: number;
      readonly n: number;
      readonly observed: number;
    }
  | { readonly kind: 'withheld'; readonly minimumCell: number }
  | { readonly kind: 'no-data' };

/**
 * Withholds a figure whose sample is smaller than the minimum cell. An empty sample is nobody's.
 *
 * @param minimumCell smallest sample that may be shown; 1 shows every sample
 */
export function withheldUnder(figure: Figure, minimumCell: number): Figure {
  if (figure.kind === 'withheld' || figure.kind === 'no-data') return figure;
  return figure.n > 0 && figure.n < minimumCell ? { kind: 'withheld', minimumCell } : figure;
}

/** A measured quantity over rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const lower = sorted.length % 2 === 0 ? (sorted[middle - 1] ?? Number.NaN) : upper;
  return {
    median: (upper + lower) / 2,
    least: sorted[0] ?? Number.NaN,
    most: sorted.at(-1) ?? Number.NaN,
    rounds: sorted.length,
  };
}

export function shown(spread: Spread, unit: string): string {
  const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
  const { least, median, most, rounds } = spread;
  return `${whole(median)} ${unit} (${whole(least)} to ${whole(most)}, ${rounds} rounds)`;
}

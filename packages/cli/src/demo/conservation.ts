/** One sum that must close: what went in, and where it went. */
export interface Hop {
  readonly hop: string;
  /** What is counted, in words. */
  readonly says: string;
  readonly in: number;
  readonly out: Readonly<Record<string, number>>;
  readonly closes: boolean;
}

/** A sum closes when nothing is lost and nothing appears. */
export function hop(
  name: string,
  says: string,
  flow: { readonly in: number; readonly out: Readonly<Record<string, number>> },
): Hop {
  const total = Object.values(flow.out).reduce((sum, count) => sum + count, 0);
  return { hop: name, says, in: flow.in, out: flow.out, closes: total === flow.in };
}

/** How many of `wanted` are in `given`, and how many are not; for sums over ids. */
export function matched(
  wanted: Iterable<string>,
  given: ReadonlySet<string>,
): { readonly found: number; readonly missing: number } {
  let found = 0;
  let missing = 0;
  for (const id of new Set(wanted)) {
    if (given.has(id)) found += 1;
    else missing += 1;
  }
  return { found, missing };
}

/** The `p` quantile of a list by nearest rank; undefined for none. */
export function quantile(values: readonly number[], p: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
}

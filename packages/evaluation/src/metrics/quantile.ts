/** Quantile of ascending values by linear interpolation; NaN of none. */
export function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = q * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? below;
  // Two infinities have no distance.
  if (below === above) return below;
  return below + (above - below) * (at - Math.floor(at));
}

/** Quantile of values in any order. */
export function quantileOf(values: readonly number[], q: number): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    q,
  );
}

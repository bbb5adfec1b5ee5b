/**
 * Kolmogorov–Smirnov distance of two samples: the largest gap between their distributions, 0 for
 * equal ones.
 */
export function distanceOf(one: readonly number[], other: readonly number[]): number {
  const a = [...one].sort((x, y) => x - y);
  const b = [...other].sort((x, y) => x - y);
  let gap = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && (a[i] ?? 0) <= at) i += 1;
    while (j < b.length && (b[j] ?? 0) <= at) j += 1;
    gap = Math.max(gap, Math.abs(i / a.length - j / b.length));
  }
  return gap;
}

/** The distance that two samples of one distribution pass in one case of a hundred. */
export function criticalDistance(one: number, other: number): number {
  return 1.628 * Math.sqrt((one + other) / (one * other));
}

export function percentile(values: readonly number[], ratio: number): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * ratio))] ?? Number.NaN;
}

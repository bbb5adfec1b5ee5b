/** Points of a piecewise-linear function, x ascending; flat outside. */
export type Curve = readonly (readonly [number, number])[];

/** The value of a curve at `x`. */
export function along(curve: Curve, x: number): number {
  const first = curve[0];
  const last = curve[curve.length - 1];
  if (first === undefined || last === undefined) return 0;
  if (x <= first[0]) return first[1];
  if (x >= last[0]) return last[1];
  for (let i = 1; i < curve.length; i += 1) {
    const [x0, y0] = curve[i - 1] ?? first;
    const [x1, y1] = curve[i] ?? last;
    if (x <= x1) return x1 === x0 ? y1 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  }
  return last[1];
}

/** Log-odds to probability. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

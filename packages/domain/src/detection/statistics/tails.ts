const TERMS_MAX = 400;
const CONVERGED = 1e-12;
const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
] as const;

/** ln Γ(x) for x > 0 by Lanczos; relative error below 1e-13. */
export function logGamma(x: number): number {
  const z = x - 1;
  let sum = 0.9999999999998099;
  LANCZOS.forEach((coefficient, i) => {
    sum += coefficient / (z + i + 1);
  });
  const t = z + LANCZOS.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * −log10 P(X ≥ k) of a negative binomial with the given mean and size (smaller size: more
 * over-dispersed). 0 when k does not exceed the mean: the tail only speaks of excess.
 */
export function negativeBinomialSurprise(k: number, mean: number, size: number): number {
  if (k <= mean || k < 1) return 0;
  const p = mean / (mean + size);
  let term = 1;
  let sum = 1;
  for (let j = 0; j < TERMS_MAX && term > CONVERGED * sum; j += 1) {
    term *= ((k + j + size) / (k + j + 1)) * p;
    sum += term;
  }
  const logFirst =
    logGamma(k + size) -
    logGamma(size) -
    logGamma(k + 1) +
    size * Math.log(size / (mean + size)) +
    k * Math.log(p);
  return Math.max(0, -(logFirst + Math.log(sum)) / Math.LN10);
}

/** −log10 P(X ≥ k) of a Poisson variable. */
export function poissonSurprise(k: number, mean: number): number {
  if (k <= mean || k < 1) return 0;
  let term = 1;
  let sum = 1;
  for (let j = 1; j < TERMS_MAX && term > CONVERGED * sum; j += 1) {
    term *= mean / (k + j);
    sum += term;
  }
  const logFirst = k * Math.log(mean) - mean - logGamma(k + 1);
  return Math.max(0, -(logFirst + Math.log(sum)) / Math.LN10);
}

/**
 * One step of a CUSUM of negative-binomial log-likelihood ratios: evidence that the rate is `ratio`
 * times what is expected. Never below 0; bounded above, so that it ends with its cause.
 *
 * @param size dispersion of the negative binomial
 * @source detection notes, section 2, slow drip
 */
export function cusumStep(
  sum: number,
  seen: { readonly count: number; readonly expected: number },
  rules: { readonly ratio: number; readonly size: number; readonly sumMax: number },
): number {
  const { count, expected } = seen;
  const { ratio, size, sumMax } = rules;
  // Nothing seen speaks against a raised rate, and the sum is never below 0.
  if (sum === 0 && count === 0 && ratio >= 1) return 0;
  const step =
    count * Math.log(ratio) -
    (count + size) * Math.log((size + ratio * expected) / (size + expected));
  return Math.max(0, Math.min(sumMax, sum + step));
}

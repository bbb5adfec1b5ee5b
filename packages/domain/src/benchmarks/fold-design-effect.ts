/**
 * How much more an estimate varies than if every case were of somebody else: the spread between
 * estimates that each leave one part of the people out, over the variance that takes cases as
 * independent. Cases over this are what the sample is worth.
 *
 * @param whole the estimate from everybody
 * @param without the estimate without each part
 * @param variance of the estimate, were cases independent; not negative
 * @returns at least 1: clustering is never counted as knowing more
 * @source delete-a-group jackknife, Kott 2001; design effect, Kish 1965
 */
export function foldDesignEffect(
  whole: number,
  without: readonly number[],
  variance: number,
): number {
  const groups = without.length;
  if (groups < 2 || variance <= 0) return 1;
  const spread = without.reduce((sum, each) => sum + (each - whole) ** 2, 0);
  return Math.max(1, (spread * (groups - 1)) / groups / variance);
}

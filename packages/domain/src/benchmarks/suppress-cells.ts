/**
 * Which cells of one breakdown may not be shown: those under the minimum, and, where exactly one
 * is hidden beside a shown total, the smallest of the others, since the difference would tell.
 *
 * @param sizes sample size of each cell, in any order; whole numbers
 * @param minimumCell smallest sample that may be shown
 * @returns for each cell whether it is withheld, in the order of `sizes`
 * @source complementary suppression, Hundepool et al. 2012, section 4
 */
export function suppressCells(sizes: readonly number[], minimumCell: number): readonly boolean[] {
  const withheld = sizes.map((size) => size > 0 && size < minimumCell);
  const hidden = sizes.filter((_, at) => withheld[at]);
  if (hidden.length !== 1) return withheld;
  const shown = sizes.flatMap((size, at) => (withheld[at] || size === 0 ? [] : [{ size, at }]));
  const smallest = shown.sort((a, b) => a.size - b.size || a.at - b.at)[0];
  return withheld.map((each, at) => each || at === smallest?.at);
}

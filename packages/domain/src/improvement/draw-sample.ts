import { sha256Hex } from '@hrd-shield/contracts/pure';

/**
 * Draws a simple random sample: those whose hash under the seed is smallest. The same seed and names
 * give the same sample, in whatever order they come, so that a draw can be checked by whoever doubts it.
 *
 * @param seed said before the names are known
 * @param size how many; fewer where there are not so many
 * @returns in the order of the draw
 * @source order sampling with equal probabilities: the smallest of independent uniform numbers
 */
export function drawSample<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  { seed, size }: { readonly seed: string; readonly size: number },
): readonly T[] {
  const byDraw = items.map((item) => ({ item, drawn: sha256Hex(`${seed}\n${nameOf(item)}`) }));
  byDraw.sort((a, b) => (a.drawn < b.drawn ? -1 : a.drawn > b.drawn ? 1 : 0));
  return byDraw.slice(0, size).map(({ item }) => item);
}

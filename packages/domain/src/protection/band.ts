/** Who looks at what happens to somebody else. */
export type BandViewer = 'staff' | 'defender' | 'delegate';

/**
 * What may be shown of how many other defenders are attacked: bands to staff, nothing to defenders
 * and delegates, and nothing below the smallest band, so that no count singles anybody out.
 *
 * @param bandMin smallest number that is shown, and width of a band
 * @returns undefined where nothing is shown
 * @source response notes, section 1
 */
export function bandOf(count: number, viewer: BandViewer, bandMin: number): string | undefined {
  if (viewer !== 'staff' || count < bandMin) return undefined;
  const from = Math.floor(count / bandMin) * bandMin;
  return `${from} to ${from + bandMin - 1}`;
}

import { hashOf } from '../frozen/canonical-json.ts';
import type { PublicFigure, PublicTrend, Release, TrendPoint } from './release.ts';

/** Which figure is followed over quarters. */
export type TrendKey = Pick<PublicFigure, 'id' | 'label' | 'slice'>;

/**
 * Figures of everybody, each with what earlier releases said of it. Copied and never computed, so that
 * they tell nothing that is not public already.
 * @param earlier the release that stands of each quarter before, oldest first
 */
export function trendsOf(
  figures: readonly PublicFigure[],
  earlier: readonly Release[],
): readonly PublicTrend[] {
  if (earlier.length === 0) return [];
  return figures
    .filter(({ slice }) => slice === 'all')
    .map(({ id, label, slice }) => {
      return { id, label, slice, points: [...pointsOf(earlier, { id, label, slice })] };
    })
    .filter(({ points }) => points.length > 0);
}

/** What each release says of one figure; releases that do not have it are left out. */
export function pointsOf(releases: readonly Release[], of: TrendKey): readonly TrendPoint[] {
  return releases.flatMap((release) => {
    const figure = release.figures.find(
      ({ id, label, slice }) => id === of.id && label === of.label && slice === of.slice,
    );
    return figure === undefined ? [] : [pointOf(release.release, release.quarter, figure)];
  });
}

/** One figure as a point of its trend. */
export function pointOf(release: string, quarter: string, figure: PublicFigure): TrendPoint {
  const { formulaHash, lower, sample, state, unit, upper, value } = figure;
  return { quarter, release, formulaHash, unit, state, value, lower, upper, sample };
}

/** Points of a trend that are not what the release they name says. @returns one sentence each */
export function falsePoints(
  { trends = [] }: Pick<Release, 'trends'>,
  releases: ReadonlyMap<string, Release>,
): readonly string[] {
  return trends.flatMap(({ points, ...key }) =>
    points.flatMap((point) => {
      const told = releases.get(point.release);
      const [said] = told === undefined ? [] : pointsOf([told], key);
      const isSame = said !== undefined && hashOf(said) === hashOf(point);
      return isSame ? [] : [`${key.id} ${key.label} of ${point.quarter}: not what was released`];
    }),
  );
}

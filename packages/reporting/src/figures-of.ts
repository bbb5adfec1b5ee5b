import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import {
  type Cluster,
  capturedTotal,
  clusteredRatio,
  designEffect,
  exactCount,
  type Figure,
  parityRatio,
  poissonRate,
  wilsonRatio,
} from '@hrd-shield/domain';
import { clusteredIncidence, clusteredQuantiles, signedQuantiles } from './clustered-durations.ts';
import type { NamedFigure } from './result.ts';
import type { SampleRow } from './sample-rows.ts';

/**
 * The numbers of rows that may be put together, by the statistic of the definition.
 * @param floor smallest sample that may be shown; smaller slices are not compared
 */
export function figuresOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): readonly NamedFigure[] {
  const n = sizeOf(rows);
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  switch (definition.statistic) {
    case 'km-quantiles':
    case 'quantiles':
      return quantileFigures(definition.quantiles ?? [], rows, clusteredQuantiles);
    case 'signed-quantiles':
      return quantileFigures(definition.quantiles ?? [], rows, signedQuantiles);
    case 'ratio':
      return [{ label: 'share', figure: wilsonRatio(total, n) }];
    case 'clustered-ratio':
      return [{ label: 'share', figure: clusteredRatio(rows.map(clusterOf)) }];
    case 'parity':
      return [{ label: 'best to worst', figure: parityOf(rows, floor) }];
    case 'incidence':
      return (definition.ends ?? []).map((end) => ({
        label: end,
        figure: clusteredIncidence(rows, end, definition.horizonMs ?? Number.POSITIVE_INFINITY),
      }));
    case 'captured':
      return [{ label: 'total', figure: capturedOf(rows, n) }];
    case 'count':
      return [countFigure(rows, total, n)];
  }
}

/** What two lookers saw together, and what neither did. @param n seen by either */
function capturedOf(rows: readonly SampleRow[], n: number): Figure {
  const one = rows.reduce((sum, { saw }) => sum + (saw?.one ?? 0), 0);
  const other = rows.reduce((sum, { saw }) => sum + (saw?.other ?? 0), 0);
  return capturedTotal({ detected: one, reported: other, both: one + other - n });
}

/** The numbers of one slice; of slices that are compared, each is a share. */
export function slicedFiguresOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): readonly NamedFigure[] {
  return definition.statistic === 'parity'
    ? figuresOf({ ...definition, statistic: sharesOf(rows) }, rows, floor)
    : figuresOf(definition, rows, floor);
}

function sharesOf(rows: readonly SampleRow[]): 'ratio' | 'clustered-ratio' {
  return rows.some(({ people }) => people !== undefined) ? 'clustered-ratio' : 'ratio';
}

/** Every person of a row is a cluster of their own. */
function clusterOf({ n, people = 1, value }: SampleRow): Cluster {
  return { hits: value / people, n: n / people, people };
}

/** The slice with the highest share over the one with the lowest, of those that are large enough. */
function parityOf(rows: readonly SampleRow[], floor: number): Figure {
  const slices = [...groupBy(rows, (row) => row.slice ?? '').values()]
    .map((members) => ({
      hits: members.reduce((sum, row) => sum + row.value, 0),
      n: sizeOf(members),
      people: peopleOf(members),
      effect: members.some(({ people }) => people !== undefined)
        ? designEffect(members.map(clusterOf))
        : 1,
    }))
    .filter(({ people }) => people > 0 && people >= floor)
    .sort((a, b) => b.hits / b.n - a.hits / a.n);
  const best = slices[0];
  const worst = slices.at(-1);
  if (best === undefined || worst === undefined || best === worst) return { kind: 'no-data' };
  const ratio = parityRatio(worth(best), worth(worst));
  return 'n' in ratio ? { ...ratio, n: best.n + worst.n, observed: best.hits + worst.hits } : ratio;
}

/** What cases that come in clusters are worth as independent ones. */
function worth({ effect, hits, n }: { effect: number; hits: number; n: number }) {
  return { hits: hits / effect, n: n / effect };
}

function countFigure(rows: readonly SampleRow[], total: number, n: number): NamedFigure {
  // Every row of a group carries the same exposure: that of the whole group.
  const exposure = rows.find((row) => row.exposure !== undefined)?.exposure;
  if (exposure !== undefined) return { label: 'rate', figure: poissonRate(total, exposure, n) };
  const figure: Figure = exactCount(total, n);
  return { label: 'count', figure };
}

function quantileFigures(
  quantiles: readonly number[],
  rows: readonly SampleRow[],
  estimate: typeof clusteredQuantiles,
): readonly NamedFigure[] {
  const figures = estimate(rows, quantiles);
  return figures.map((figure, at) => ({ label: quantileLabel(quantiles[at] ?? 0), figure }));
}

function quantileLabel(quantile: number): string {
  return quantile === 0.5 ? 'median' : `p${Math.round(quantile * 100)}`;
}

/** How many are counted in rows together. */
export function sizeOf(rows: readonly SampleRow[]): number {
  return rows.reduce((sum, row) => sum + row.n, 0);
}

/** How many stand behind rows: people where rows tell them, else what is counted. */
export function peopleOf(rows: readonly SampleRow[]): number {
  return rows.reduce((sum, row) => sum + (row.people ?? row.n), 0);
}

/** Rows by key; groups and rows keep the order in which they come. */
export function groupBy(
  rows: readonly SampleRow[],
  keyOf: (row: SampleRow) => string,
): ReadonlyMap<string, readonly SampleRow[]> {
  const groups = new Map<string, SampleRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const members = groups.get(key) ?? [];
    members.push(row);
    groups.set(key, members);
  }
  return groups;
}

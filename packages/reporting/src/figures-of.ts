import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import {
  clusteredRatio,
  cumulativeIncidence,
  exactCount,
  type Figure,
  kaplanMeier,
  parityRatio,
  poissonRate,
  type SurvivalCurve,
  survivalQuantile,
  wilsonRatio,
} from '@hrd-shield/domain';
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
    case 'quantiles': {
      const curve = survivalOf(rows);
      return (definition.quantiles ?? []).map((quantile) => ({
        label: quantileLabel(quantile),
        figure: survivalQuantile(curve, quantile),
      }));
    }
    case 'ratio':
      return [{ label: 'share', figure: wilsonRatio(total, n) }];
    case 'clustered-ratio':
      return [{ label: 'share', figure: clusteredRatio(rows.flatMap(clustersOf)) }];
    case 'parity':
      return [{ label: 'best to worst', figure: parityOf(rows, floor) }];
    case 'incidence':
      return (definition.ends ?? []).map((end) => ({
        label: end,
        figure: incidenceOf(rows, end, definition.horizonMs ?? Number.POSITIVE_INFINITY),
      }));
    case 'count':
      return [countFigure(rows, total, n)];
  }
}

/** The numbers of one slice; of slices that are compared, each is a share. */
export function slicedFiguresOf(
  definition: BenchmarkDefinition,
  rows: readonly SampleRow[],
  floor: number,
): readonly NamedFigure[] {
  return definition.statistic === 'parity'
    ? figuresOf({ ...definition, statistic: 'ratio' }, rows, floor)
    : figuresOf(definition, rows, floor);
}

/** Every person of a row is a cluster of their own. */
function clustersOf(row: SampleRow): readonly { readonly hits: number; readonly n: number }[] {
  const people = row.people ?? 1;
  return Array.from({ length: people }, () => ({ hits: row.value / people, n: row.n / people }));
}

/** The slice with the highest share over the one with the lowest, of those that are large enough. */
function parityOf(rows: readonly SampleRow[], floor: number): Figure {
  const slices = [...groupBy(rows, (row) => row.slice ?? '').values()]
    .map((members) => ({
      hits: members.reduce((sum, row) => sum + row.value, 0),
      n: sizeOf(members),
    }))
    .filter(({ n }) => n > 0 && n >= floor)
    .sort((a, b) => b.hits / b.n - a.hits / a.n);
  const best = slices[0];
  const worst = slices.at(-1);
  if (best === undefined || worst === undefined || best === worst) return { kind: 'no-data' };
  return parityRatio(best, worst);
}

/** Share that ended so at the horizon, or as far as anybody was followed. */
function incidenceOf(rows: readonly SampleRow[], end: string, horizonMs: number): Figure {
  const n = sizeOf(rows);
  if (n === 0) return { kind: 'no-data' };
  const cases = rows.map((row) => ({
    time: row.value,
    end: row.endedAs === '' ? undefined : row.endedAs,
    weight: row.n,
  }));
  const observed = sizeOf(rows.filter((row) => row.observed));
  const last = cumulativeIncidence(cases, end)
    .filter(({ time }) => time <= horizonMs)
    .at(-1);
  const { incidence, lower, upper } = last ?? { incidence: 0, lower: 0, upper: 0 };
  return { kind: 'value', value: incidence, interval: { lower, upper }, n, observed };
}

function countFigure(rows: readonly SampleRow[], total: number, n: number): NamedFigure {
  // Every row of a group carries the same exposure: that of the whole group.
  const exposure = rows.find((row) => row.exposure !== undefined)?.exposure;
  if (exposure !== undefined) return { label: 'rate', figure: poissonRate(total, exposure, n) };
  const figure: Figure = exactCount(total, n);
  return { label: 'count', figure };
}

export function survivalOf(rows: readonly SampleRow[]): SurvivalCurve {
  return kaplanMeier(
    rows.map((row) => ({ time: row.value, observed: row.observed, weight: row.n })),
  );
}

function quantileLabel(quantile: number): string {
  return quantile === 0.5 ? 'median' : `p${Math.round(quantile * 100)}`;
}

export function sizeOf(rows: readonly SampleRow[]): number {
  return rows.reduce((sum, row) => sum + row.n, 0);
}

/** How many stand behind rows: people where rows tell them, else what is counted. */
export function peopleOf(rows: readonly SampleRow[]): number {
  return rows.reduce((sum, row) => sum + (row.people ?? row.n), 0);
}

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

import {
  type Figure,
  foldDesignEffect,
  incidenceBy,
  kaplanMeier,
  type PartedCase,
  type SurvivalCurve,
  survivalQuantile,
  withoutEachPart,
} from '@hrd-shield/domain';
import type { SampleRow } from './sample-rows.ts';

/** A curve whose rows may count less than once, since people have several cases. */
export function survivalOf(rows: readonly SampleRow[], designEffect = 1): SurvivalCurve {
  return kaplanMeier(
    rows.map((row) => ({ time: row.value, observed: row.observed, weight: row.n / designEffect })),
  );
}

/**
 * Quantiles with an interval that takes cases of one person together, where rows tell the part that
 * a person is in.
 */
export function clusteredQuantiles(
  rows: readonly SampleRow[],
  quantiles: readonly number[],
): readonly Figure[] {
  const curve = survivalOf(rows);
  const cases = rows.map((row) => partedOf(row, row.observed ? 'ended' : undefined));
  return quantiles.map((quantile) => {
    const plain = survivalQuantile(curve, quantile);
    if (plain.kind !== 'value') return plain;
    const at = plain.value;
    const effect = foldDesignEffect(
      curve.steps.findLast(({ time }) => time <= at)?.survival ?? 1,
      withoutEachPart(cases, 'ended', at).map(({ open }) => open),
      greenwoodAt(curve, at),
    );
    if (effect === 1) return plain;
    const wide = survivalQuantile(survivalOf(rows, effect), quantile);
    return wide.kind === 'value' ? { ...plain, interval: wide.interval } : plain;
  });
}

/** The same for what may be negative: moved up to where it begins at 0, and back. */
export function signedQuantiles(
  rows: readonly SampleRow[],
  quantiles: readonly number[],
): readonly Figure[] {
  const least = rows.reduce((low, { value }) => Math.min(low, value), 0);
  const moved = rows.map((row) => ({ ...row, value: row.value - least }));
  return clusteredQuantiles(moved, quantiles).map((figure) => {
    if (figure.kind !== 'value') return figure;
    const { lower, upper } = figure.interval;
    const interval = { lower: lower + least, upper: upper === 'open' ? upper : upper + least };
    return { ...figure, value: figure.value + least, interval };
  });
}

/** Share that ended so at the horizon, or as far as anybody was followed. */
export function clusteredIncidence(
  rows: readonly SampleRow[],
  end: string,
  horizonMs: number,
): Figure {
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  if (n === 0) return { kind: 'no-data' };
  const observed = rows.filter((row) => row.observed).reduce((sum, row) => sum + row.n, 0);
  const cases = rows.map((row) => partedOf(row, row.endedAs === '' ? undefined : row.endedAs));
  const { incidence } = incidenceBy(cases, end, horizonMs);
  const effect = foldDesignEffect(
    incidence,
    withoutEachPart(cases, end, horizonMs).map((rest) => rest.incidence),
    (incidence * (1 - incidence)) / n,
  );
  const weighed = cases.map((each) => ({ ...each, weight: each.weight / effect }));
  const { lower, upper } = incidenceBy(weighed, end, horizonMs);
  return { kind: 'value', value: incidence, interval: { lower, upper }, n, observed };
}

function partedOf(row: SampleRow, end: string | undefined): PartedCase<string> {
  return { time: row.value, end, weight: row.n, part: row.fold };
}

function greenwoodAt({ steps }: SurvivalCurve, at: number): number {
  let sum = 0;
  let survival = 1;
  for (const step of steps) {
    if (step.time > at) break;
    survival = step.survival;
    const left = step.atRisk * (step.atRisk - step.ended);
    if (left > 0) sum += step.ended / left;
  }
  return survival ** 2 * sum;
}

import {
  cumulativeIncidence,
  type Figure,
  foldDesignEffect,
  kaplanMeier,
  type SurvivalCurve,
  survivalQuantile,
} from '@hrd-shield/domain';
import type { SampleRow } from './sample-rows.ts';

/** A curve whose rows may count less than once, since people have several cases. */
export function survivalOf(rows: readonly SampleRow[], designEffect = 1): SurvivalCurve {
  return kaplanMeier(
    rows.map((row) => ({ time: row.value, observed: row.observed, weight: row.n / designEffect })),
  );
}

/**
 * A quantile with an interval that takes cases of one person together, where rows tell the part that
 * a person is in.
 */
export function clusteredQuantile(rows: readonly SampleRow[], quantile: number): Figure {
  const curve = survivalOf(rows);
  const plain = survivalQuantile(curve, quantile);
  if (plain.kind !== 'value') return plain;
  const at = plain.value;
  const openAt = (of: SurvivalCurve): number =>
    of.steps.findLast(({ time }) => time <= at)?.survival ?? 1;
  const effect = foldDesignEffect(
    openAt(curve),
    withoutEach(rows).map((rest) => openAt(survivalOf(rest))),
    greenwoodAt(curve, at),
  );
  if (effect === 1) return plain;
  const wide = survivalQuantile(survivalOf(rows, effect), quantile);
  return wide.kind === 'value' ? { ...plain, interval: wide.interval } : plain;
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
  const lastOf = (of: readonly SampleRow[], effect = 1) =>
    cumulativeIncidence(
      of.map((row) => ({
        time: row.value,
        end: row.endedAs === '' ? undefined : row.endedAs,
        weight: row.n / effect,
      })),
      end,
    ).findLast(({ time }) => time <= horizonMs) ?? { incidence: 0, lower: 0, upper: 0 };
  const { incidence } = lastOf(rows);
  const effect = foldDesignEffect(
    incidence,
    withoutEach(rows).map((rest) => lastOf(rest).incidence),
    (incidence * (1 - incidence)) / n,
  );
  const { lower, upper } = lastOf(rows, effect);
  return { kind: 'value', value: incidence, interval: { lower, upper }, n, observed };
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

/** The rows without each part of the people; none where rows do not tell. */
function withoutEach(rows: readonly SampleRow[]): readonly (readonly SampleRow[])[] {
  const folds = new Set(rows.flatMap(({ fold }) => fold ?? []));
  return [...folds].map((fold) => rows.filter((row) => row.fold !== fold));
}

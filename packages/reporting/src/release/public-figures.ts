import {
  type DisclosureRules,
  kaplanMeier,
  type ReleasedAmounts,
  type ReleasedTable,
  releasedShare,
  shareEffect,
  survivalQuantile,
  WITHHELD_AMOUNTS,
} from '@hrd-shield/domain';
import type { Benchmark, ReleaseFigure, ReleasePlan } from '@hrd-shield/policy';
import { isIn, whereText } from './protect-tables.ts';
import type { PublicFigure } from './release.ts';
import type { FrozenFacts, ReleaseFact } from './release-facts.ts';

type Where = Readonly<Record<string, string>>;

/** What figures are made of. */
export interface FigureSources {
  readonly plan: ReleasePlan;
  readonly tables: readonly ReleasedTable[];
  readonly facts: FrozenFacts;
  readonly rules: DisclosureRules;
  readonly benchmarks: readonly Benchmark[];
}

/**
 * Every figure of the plan. Counts and shares are made of released cells and of nothing else, so that
 * they tell no more than the tables. Quantiles are of cells that are shown, with two digits, and only
 * where enough people lie on either side.
 */
export function publicFigures(sources: FigureSources): readonly PublicFigure[] {
  return sources.plan.figures.flatMap((figure) => {
    const population = sources.plan.populations.find(({ id }) => id === figure.population);
    const slices: readonly Where[] = [
      {},
      ...figure.by.flatMap((name) =>
        (population?.dimensions[name] ?? []).map((value) => ({ [name]: value })),
      ),
    ];
    return slices.flatMap((where) => figuresOf(figure, where, sources));
  });
}

function figuresOf(
  figure: ReleaseFigure,
  where: Where,
  sources: FigureSources,
): readonly PublicFigure[] {
  const about = {
    id: figure.id,
    benchmark: figure.benchmark,
    formulaHash:
      sources.benchmarks.find(({ definition }) => definition.id === figure.benchmark)
        ?.formulaHash ?? '',
    population: figure.population,
    slice: whereText({ where }),
  };
  const count = (extra: Where = {}): number | undefined =>
    countOf(sources.tables, figure.population, { ...where, ...extra });
  switch (figure.kind) {
    case 'count': {
      const value = count();
      return [{ ...about, label: 'count', unit: 'count', ...plainCount(value) }];
    }
    case 'share': {
      const parts = figure.over.map((value) => ({
        isHit: figure.of.includes(value),
        count: count({ [figure.dimension]: value }),
      }));
      const effect = shareEffect(sources.facts.populations[figure.population] ?? [], figure);
      return [{ ...about, label: 'share', unit: 'ratio', ...releasedShare(parts, effect) }];
    }
    case 'quantiles': {
      const facts = (sources.facts.populations[figure.population] ?? []).filter((fact) =>
        isIn(fact, where),
      );
      return figure.quantiles.map((quantile) => ({
        ...about,
        label: quantile === 0.5 ? 'median' : `p${Math.round(quantile * 100)}`,
        unit: 'ms' as const,
        ...quantileOf(facts, quantile, count(), sources.rules),
      }));
    }
  }
}

function plainCount(value: number | undefined): ReleasedAmounts {
  if (value === undefined) return WITHHELD_AMOUNTS;
  return { state: 'value', value, lower: null, upper: null, sample: value };
}

function quantileOf(
  facts: readonly ReleaseFact[],
  quantile: number,
  sample: number | undefined,
  { floor, roundTo }: DisclosureRules,
): ReleasedAmounts {
  const people = new Set(facts.map(({ person }) => person)).size;
  const isTold = sample !== undefined && people * Math.min(quantile, 1 - quantile) >= roundTo;
  if (!isTold || people < floor.people) return WITHHELD_AMOUNTS;
  const curve = kaplanMeier(
    facts.flatMap(({ duration }) =>
      duration === undefined
        ? []
        : [
            {
              time: twoDigits(duration.ms),
              observed: duration.observed,
              weight: people / facts.length,
            },
          ],
    ),
  );
  const figure = survivalQuantile(curve, quantile);
  if (figure.kind === 'not-reached') {
    const lower = twoDigits(figure.moreThan);
    return { state: 'not-reached', value: null, lower, upper: null, sample };
  }
  if (figure.kind !== 'value') return { ...WITHHELD_AMOUNTS, state: 'no-data' };
  const { lower, upper } = figure.interval;
  return {
    state: 'value',
    value: figure.value,
    lower,
    upper: upper === 'open' ? null : upper,
    sample,
  };
}

/** No time is published finer than this. */
function twoDigits(ms: number): number {
  if (ms < 1) return 0;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(ms)) - 1);
  return Math.round(ms / step) * step;
}

/** What a released cell counts; undefined where no table shows it. */
function countOf(
  tables: readonly ReleasedTable[],
  population: string,
  where: Where,
): number | undefined {
  const wanted = whereText({ where });
  for (const table of tables) {
    if (table.plan.counts !== population) continue;
    const cell = table.cells.find(({ spec }) => whereText(spec) === wanted);
    if (cell !== undefined && cell.value !== 'withheld') return cell.value;
  }
  return undefined;
}

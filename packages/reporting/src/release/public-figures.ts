import {
  type DisclosureRules,
  designEffect,
  kaplanMeier,
  type ReleasedTable,
  survivalQuantile,
  wilsonInterval,
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
      const effect = effectOf(figure, sources.facts);
      return [{ ...about, label: 'share', unit: 'ratio', ...shareOf(parts, effect) }];
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

type Amounts = Pick<PublicFigure, 'state' | 'value' | 'lower' | 'upper' | 'sample'>;

const WITHHELD: Amounts = {
  state: 'withheld',
  value: null,
  lower: null,
  upper: null,
  sample: null,
};

function plainCount(value: number | undefined): Amounts {
  if (value === undefined) return WITHHELD;
  return { state: 'value', value, lower: null, upper: null, sample: value };
}

/** A share of rounded counts; its interval is as wide as the spread between people asks for. */
function shareOf(
  parts: readonly { readonly isHit: boolean; readonly count: number | undefined }[],
  effect: number,
): Amounts {
  let hits = 0;
  let sample = 0;
  for (const { count, isHit } of parts) {
    if (count === undefined) return WITHHELD;
    sample += count;
    if (isHit) hits += count;
  }
  const share = hits / sample;
  const { lower, upper } = wilsonInterval(share, sample / effect);
  const top = upper === 'open' ? 1 : upper;
  return {
    state: 'value',
    value: thousandths(share),
    lower: thousandths(lower),
    upper: thousandths(top),
    sample,
  };
}

function thousandths(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}

/** How much more a share over the whole population varies since people come back; one digit, up. */
function effectOf(
  { dimension, of, over, population }: Extract<ReleaseFigure, { kind: 'share' }>,
  facts: FrozenFacts,
): number {
  const clusters = new Map<string, { hits: number; n: number }>();
  for (const fact of facts.populations[population] ?? []) {
    const value = fact.values[dimension];
    if (value === undefined || !over.includes(value)) continue;
    const { hits, n } = clusters.get(fact.person) ?? { hits: 0, n: 0 };
    clusters.set(fact.person, { hits: hits + (of.includes(value) ? 1 : 0), n: n + 1 });
  }
  return Math.ceil(designEffect([...clusters.values()]) * 10) / 10;
}

function quantileOf(
  facts: readonly ReleaseFact[],
  quantile: number,
  sample: number | undefined,
  { floor, roundTo }: DisclosureRules,
): Amounts {
  const people = new Set(facts.map(({ person }) => person)).size;
  const isTold = sample !== undefined && people * Math.min(quantile, 1 - quantile) >= roundTo;
  if (!isTold || people < floor.people) return WITHHELD;
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
  if (figure.kind !== 'value') return { ...WITHHELD, state: 'no-data' };
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

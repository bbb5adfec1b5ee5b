import { kaplanMeier, survivalQuantile } from '../benchmarks/kaplan-meier.ts';
import {
  type DisclosureRules,
  type ReleasedAmounts,
  type ReleasedTable,
  releasedRatio,
  releasedShare,
  type SharePart,
  shareEffect,
  WITHHELD_AMOUNTS,
} from '../disclosure/index.ts';
import { countsOf, type ParityFact, type ParityFacts } from './parity-tables.ts';
import { answersOf, type ParityCohort, type ParityMeasure, type ParityPlan } from './plan.ts';

/** What is told of one cohort; the amounts are `withheld` where they cannot be. */
export interface ParityFigure extends ReleasedAmounts {
  /** Measure of the plan. */
  readonly id: string;
  readonly benchmark: string;
  readonly population: string;
  /** Such as `gender=declared`. */
  readonly slice: string;
  /** `ratio` is to the share of everybody else. */
  readonly label: 'share' | 'ratio' | 'median-band';
  readonly unit: 'ratio' | 'ms';
}

type Where = Readonly<Record<string, string>>;
interface FigureSources {
  readonly plan: ParityPlan;
  readonly tables: readonly ReleasedTable[];
  readonly facts: ParityFacts;
  readonly rules: DisclosureRules;
}

/**
 * Every figure of the plan. Shares and ratios are made of released cells and of nothing else; a median
 * is told as the band in which it lies, of cohorts that are shown, where enough people lie on either
 * side.
 */
export function parityFigures(sources: FigureSources): readonly ParityFigure[] {
  const { cohorts, measures, medians } = sources.plan;
  return cohorts.flatMap((cohort) => [
    ...measures.flatMap((measure) => sharesOf(measure, cohort, sources)),
    ...medians.flatMap((median) => mediansOf(median, cohort, sources)),
  ]);
}

function sharesOf(
  measure: ParityMeasure,
  cohort: ParityCohort,
  { facts, tables }: FigureSources,
): readonly ParityFigure[] {
  const { benchmark, dimension, id, of, over, population, within } = measure;
  const counted = (facts[population] ?? []).filter((fact) => isIn(fact, within));
  const effect = shareEffect(counted, measure);
  const partsOf = (answer: string): readonly SharePart[] =>
    over.map((value) => ({
      isHit: of.includes(value),
      count: countOf(tables, population, {
        ...within,
        [dimension]: value,
        [cohort.id]: answer,
      }),
    }));
  const answers = answersOf(cohort);
  return answers.flatMap((answer) => {
    const own = partsOf(answer);
    const others = answers.filter((each) => each !== answer).flatMap(partsOf);
    const slice = `${cohort.id}=${answer}`;
    const about = { id, benchmark, population, slice, unit: 'ratio' } as const;
    return [
      { ...about, label: 'share' as const, ...releasedShare(own, effect) },
      { ...about, label: 'ratio' as const, ...releasedRatio(own, others, effect) },
    ];
  });
}

function mediansOf(
  { benchmark, edgesMs, id, population }: ParityPlan['medians'][number],
  cohort: ParityCohort,
  { facts, rules, tables }: FigureSources,
): readonly ParityFigure[] {
  return answersOf(cohort).map((answer) => {
    const where = { [cohort.id]: answer };
    const sample = countOf(tables, population, where);
    const own = (facts[population] ?? []).filter((fact) => isIn(fact, where));
    const slice = `${cohort.id}=${answer}`;
    const about = { id, benchmark, population, slice, label: 'median-band', unit: 'ms' } as const;
    return { ...about, ...bandOf(own, sample, { edgesMs, rules }) };
  });
}

/** The band in which the median lies: its upper edge as value, its ends as interval. */
function bandOf(
  facts: readonly ParityFact[],
  sample: number | undefined,
  { edgesMs, rules }: { readonly edgesMs: readonly number[]; readonly rules: DisclosureRules },
): ReleasedAmounts {
  const people = new Set(facts.map(({ person }) => person)).size;
  const isTold = sample !== undefined && people / 2 >= rules.roundTo;
  if (!isTold || people < rules.floor.people) return WITHHELD_AMOUNTS;
  const curve = kaplanMeier(
    facts.flatMap(({ duration }) =>
      duration === undefined
        ? []
        : [{ time: duration.ms, observed: duration.observed, weight: people / facts.length }],
    ),
  );
  const median = survivalQuantile(curve, 0.5);
  const last = edgesMs.at(-1) ?? 0;
  if (median.kind !== 'value' || median.value > last) {
    return { state: 'not-reached', value: null, lower: last, upper: null, sample };
  }
  const at = edgesMs.findIndex((edge) => median.value <= edge);
  const upper = edgesMs[at] ?? last;
  return { state: 'value', value: upper, lower: edgesMs[at - 1] ?? 0, upper, sample };
}

/** What a released cell counts; undefined where no table shows it. */
function countOf(
  tables: readonly ReleasedTable[],
  population: string,
  where: Where,
): number | undefined {
  const size = Object.keys(where).length;
  for (const { cells, plan } of tables) {
    if (plan.counts !== countsOf(population)) continue;
    const cell = cells.find(
      ({ spec }) =>
        Object.keys(spec.where).length === size &&
        Object.entries(where).every(([name, value]) => spec.where[name] === value),
    );
    if (cell !== undefined && cell.value !== 'withheld') return cell.value;
  }
  return undefined;
}

function isIn({ values }: ParityFact, where: Where): boolean {
  return Object.entries(where).every(([name, value]) => values[name] === value);
}

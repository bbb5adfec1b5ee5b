import {
  type DisclosureFact,
  type DisclosureRules,
  type Period,
  protectTable,
  type ReleasedTable,
  type Releases,
  type TablePlan,
  tellsOfChange,
  type UtilityLoss,
} from '../disclosure/index.ts';
import { answersOf, type ParityCohort, type ParityPlan } from './plan.ts';

/** One fact of a case, hold or remedy, with the answers of the person whom it concerns. */
export interface ParityFact extends DisclosureFact {
  /** Present where times are told. */
  readonly duration?: { readonly ms: number; readonly observed: boolean } | undefined;
}
export type ParityFacts = Readonly<Record<string, readonly ParityFact[]>>;

/** A run of the same quarter that was let out before, counted again from its own facts. */
export interface EarlierParity {
  readonly tables: readonly ReleasedTable[];
  /** Answers that nobody can read any more are `UNREADABLE`. */
  readonly facts: ParityFacts;
}

/** What the counts of cohorts are made of and held against. */
export interface ParitySources {
  readonly plan: ParityPlan;
  readonly facts: ParityFacts;
  readonly rules: DisclosureRules;
  readonly period: Period;
  /** Month of the freeze. */
  readonly knownBy: number;
  /** Tables of the same facts that this audience sees: of the release, and of a wider audience. */
  readonly beside: readonly ReleasedTable[];
  readonly before: readonly EarlierParity[];
}

/** What protection cost a table, or why there is none. */
export interface ParityLoss extends UtilityLoss {
  readonly table: string;
  readonly refused: string | null;
}

/** Cohorts of a population are other counts than the population without them. */
export function countsOf(population: string): string {
  return `${population}-by-cohort`;
}

/**
 * Counts every cohort of every population and hides what would tell of anybody: beside the release of
 * the same facts, beside the other cohorts, and beside what was let out of the same quarter before.
 */
export function parityTables(sources: ParitySources): {
  readonly tables: readonly ReleasedTable[];
  readonly losses: readonly ParityLoss[];
} {
  const { before, facts, plan, rules } = sources;
  const tables: ReleasedTable[] = [];
  const losses: ParityLoss[] = [];
  for (const population of Object.keys(plan.populations)) {
    const counted = facts[population] ?? [];
    const done: ReleasedTable[] = [];
    for (const cohort of plan.cohorts) {
      const asked = tablePlanOf(population, cohort, sources);
      const result = protectTable(
        asked,
        { facts: counted, ...nearOf(asked, done, sources) },
        rules,
      );
      const refused = !result.ok
        ? result.refusal
        : before.some((each) => tellsAgainst(result.table, counted, each, rules))
          ? 'differs-by-too-few'
          : null;
      if (!result.ok || refused !== null) {
        losses.push({ ...NOTHING, table: asked.id, refused });
        continue;
      }
      done.push(result.table);
      const toldRatio = Math.round(result.loss.toldRatio * 100) / 100;
      losses.push({ ...result.loss, toldRatio, table: asked.id, refused });
    }
    tables.push(...done);
  }
  return { tables, losses };
}

const NOTHING = { cells: 0, shown: 0, small: 0, complementary: 0, toldRatio: 0 };

function tablePlanOf(
  population: string,
  cohort: ParityCohort,
  { knownBy, period, plan }: ParitySources,
): TablePlan {
  const dimensions = { ...plan.populations[population], [cohort.id]: answersOf(cohort) };
  const id = `${population}-by-${cohort.id}`;
  return { id, counts: countsOf(population), dimensions, partial: [], period, knownBy };
}

/**
 * Tables of the same facts: those without cohorts, and those that were made before in this run. All of
 * them together are more kinds than an attack looks at, so it takes them two by two.
 */
function nearOf(
  { counts }: TablePlan,
  done: readonly ReleasedTable[],
  { beside }: ParitySources,
): Pick<Releases, 'earlier' | 'attackedApart'> {
  const near = beside.filter(
    ({ plan }) => plan.counts === counts || countsOf(plan.counts) === counts,
  );
  const earlier = [...near, ...done];
  return earlier.length === 0
    ? { earlier }
    : { earlier, attackedApart: earlier.map((each) => [each]) };
}

function tellsAgainst(
  table: ReleasedTable,
  now: readonly ParityFact[],
  { facts, tables }: EarlierParity,
  { floor }: DisclosureRules,
): boolean {
  const old = Object.entries(facts).flatMap(([population, each]) =>
    countsOf(population) === table.plan.counts ? each : [],
  );
  const shown = tables
    .filter(({ plan }) => plan.counts === table.plan.counts)
    .flatMap(({ cells }) => cells)
    .flatMap(({ spec, value }) => (value === 'withheld' ? [] : [spec]));
  return tellsOfChange(table, { now, old, shown }, floor);
}

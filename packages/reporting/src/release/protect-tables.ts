import {
  type CellSpec,
  type DisclosureFact,
  type DisclosureRules,
  protectTable,
  type ReleasedTable,
  type TablePlan,
  tellsOfChange,
} from '@hrd-shield/domain';
import type { ReleasePlan, ReleasePopulation } from '@hrd-shield/policy';
import { monthOf, quarterOf } from './quarter.ts';
import type { TableLoss } from './release.ts';
import type { FrozenFacts, ReleaseFact } from './release-facts.ts';

/** Tables that went through disclosure control together, and what that cost. */
export interface ProtectedTables {
  readonly tables: readonly ReleasedTable[];
  readonly losses: readonly TableLoss[];
}

/** What was published of the same quarter before, with the facts that it was made from. */
export interface Published {
  readonly tables: readonly ReleasedTable[];
  readonly facts: FrozenFacts;
}

/**
 * Counts every table of the plan and hides what would tell of anybody: beside the other tables of the
 * same population, and beside what was published of the same quarter before. Tables of different
 * quarters count different facts, so nothing of one can be taken from the other.
 */
export function protectTables(
  plan: ReleasePlan,
  facts: FrozenFacts,
  rules: DisclosureRules,
  before: readonly Published[],
): ProtectedTables {
  const tables: ReleasedTable[] = [];
  const losses: TableLoss[] = [];
  for (const population of plan.populations) {
    const counted = disclosureFacts(facts, population.id);
    const done: ReleasedTable[] = [];
    for (const dimensions of population.tables) {
      const asked = planOf(population, dimensions, facts);
      const result = protectTable(asked, { facts: counted, earlier: done }, rules);
      if (!result.ok) {
        losses.push(nothingOf(asked, result.refusal));
        continue;
      }
      if (before.some((each) => tellsAgainst(result.table, counted, each, rules))) {
        losses.push(nothingOf(asked, 'differs-by-too-few'));
        continue;
      }
      done.push(result.table);
      const toldRatio = Math.round(result.loss.toldRatio * 100) / 100;
      losses.push({ ...result.loss, toldRatio, table: asked.id, refused: null });
    }
    tables.push(...done);
  }
  return { tables, losses };
}

/** The facts of one population as disclosure control sees them. */
export function disclosureFacts(facts: FrozenFacts, population: string): readonly DisclosureFact[] {
  const knownMonth = monthOf(facts.asOf);
  return (facts.populations[population] ?? []).map(({ atMs, person, unit, values }) => {
    return { person, unit, month: monthOf(atMs), knownMonth, values };
  });
}

function planOf(
  { dimensions, id, partial = [] }: ReleasePopulation,
  names: readonly string[],
  { asOf, quarter }: FrozenFacts,
): TablePlan {
  return {
    id: `${id}-by-${names.join('-and-')}`,
    counts: id,
    dimensions: Object.fromEntries(names.map((name) => [name, dimensions[name] ?? []])),
    partial: partial.filter((name) => names.includes(name)),
    period: quarterOf(quarter).months,
    knownBy: monthOf(asOf),
  };
}

function nothingOf({ id }: TablePlan, refused: string): TableLoss {
  return { table: id, refused, cells: 0, shown: 0, small: 0, complementary: 0, toldRatio: 0 };
}

/**
 * Whether a table, taken from one of the same quarter that was published before, tells of too few: the
 * facts that either has and the other has not, cell by cell, are enough people or nobody.
 */
export function tellsAgainst(
  table: ReleasedTable,
  facts: readonly DisclosureFact[],
  before: Published,
  { floor }: DisclosureRules,
): boolean {
  const old = disclosureFacts(before.facts, table.plan.counts);
  const shown = before.tables
    .filter(({ plan }) => plan.counts === table.plan.counts)
    .flatMap(({ cells }) => cells)
    .flatMap(({ spec, value }) => (value === 'withheld' ? [] : [spec]));
  return tellsOfChange(table, { now: facts, old, shown }, floor);
}

/** Names a cell by its values. */
export function whereText({ where }: Pick<CellSpec, 'where'>): string {
  const parts = Object.entries(where).sort(([a], [b]) => (a < b ? -1 : 1));
  return parts.length === 0 ? 'all' : parts.map(([name, value]) => `${name}=${value}`).join(';');
}

/** Whether a fact has the values of a cell. */
export function isIn(fact: ReleaseFact, where: Readonly<Record<string, string>>): boolean {
  return Object.entries(where).every(([name, value]) => fact.values[name] === value);
}

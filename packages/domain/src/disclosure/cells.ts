import type { CellSpec, DisclosureFact, TablePlan } from './facts.ts';
import type { CellFloor } from './rules.ts';

/** Every cell of a table, the margins included, coarse ones first. */
export function cellsOf(plan: TablePlan): readonly CellSpec[] {
  const { knownBy, period } = plan;
  let wheres: readonly Readonly<Record<string, string>>[] = [{}];
  for (const [dimension, values] of Object.entries(plan.dimensions)) {
    wheres = wheres.flatMap((where) => [
      where,
      ...values.map((value) => ({ ...where, [dimension]: value })),
    ]);
  }
  return [...wheres]
    .sort((a, b) => Object.keys(a).length - Object.keys(b).length)
    .map((where) => ({ where, period, knownBy }));
}

/** Whether a cell counts a fact. */
export function isCounted(fact: DisclosureFact, cell: CellSpec): boolean {
  const { knownBy, period, where } = cell;
  if (fact.month < period.from || fact.month > period.to || fact.knownMonth > knownBy) return false;
  return Object.entries(where).every(([dimension, value]) => fact.values[dimension] === value);
}

/** Names a cell within its period and freeze: the same for the same values, in whatever order. */
export function whereKey(where: CellSpec['where']): string {
  return JSON.stringify(Object.entries(where).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether everything that `inner` can count is counted by `outer` too, by definition alone. */
export function isWithin(inner: CellSpec, outer: CellSpec): boolean {
  if (inner.period.from < outer.period.from || inner.period.to > outer.period.to) return false;
  if (inner.knownBy > outer.knownBy) return false;
  return Object.entries(outer.where).every(
    ([dimension, value]) => inner.where[dimension] === value,
  );
}

/** Whether facts are too few to be told as a group: some, and under the floor. */
export function areTooFew(facts: readonly DisclosureFact[], floor: CellFloor): boolean {
  return facts.length > 0 && !areEnough(facts, floor);
}

/** Whether enough people, reported by enough units, stand behind facts. */
export function areEnough(facts: readonly DisclosureFact[], floor: CellFloor): boolean {
  const people = new Set(facts.map(({ person }) => person));
  const units = new Set(facts.map(({ unit }) => unit));
  return people.size >= floor.people && units.size >= floor.units;
}

import { areEnough, cellsOf, isCounted } from './cells.ts';
import type { CellSpec, DisclosureFact, ReleasedTable, TablePlan } from './facts.ts';
import type { DisclosureRules } from './rules.ts';

/** A cell on the way to its release. */
export interface DraftCell {
  readonly spec: CellSpec;
  readonly facts: readonly DisclosureFact[];
  readonly isHidden: boolean;
  /** A sensitive pair: however many people are in it, it is not told. */
  readonly isBarred: boolean;
}

export interface Draft {
  readonly plan: TablePlan;
  readonly cells: readonly DraftCell[];
}

/** Counts every cell of a plan and hides nothing. */
export function draftOf(plan: TablePlan, facts: readonly DisclosureFact[]): Draft {
  const cells = cellsOf(plan).map((spec) => ({
    spec,
    facts: facts.filter((fact) => isCounted(fact, spec)),
    isHidden: false,
    isBarred: false,
  }));
  return { plan, cells };
}

/** Hides what is too small, empty cells like the others: a gap does not tell that somebody is there. */
export function hideSmall(draft: Draft, rules: DisclosureRules): Draft {
  return hide(draft, ({ facts }) => !areEnough(facts, rules.floor));
}

/** Hides crossings of two dimensions where the first has a value that few people have. */
export function hideSensitive(
  draft: Draft,
  rules: DisclosureRules,
  facts: readonly DisclosureFact[],
): Draft {
  const peopleWith = (dimension: string, value: string): number =>
    new Set(facts.filter((fact) => fact.values[dimension] === value).map(({ person }) => person))
      .size;
  const isSensitive = ({ where }: CellSpec): boolean =>
    rules.sensitivePairs.some(({ crossed, few, people }) => {
      const value = where[few];
      return value !== undefined && crossed in where && peopleWith(few, value) < people;
    });
  const cells = draft.cells.map((cell) =>
    isSensitive(cell.spec) ? { ...cell, isHidden: true, isBarred: true } : cell,
  );
  return { ...draft, cells };
}

/**
 * Hides every cell that passes the test. Cells only ever go from shown to hidden, whatever order
 * the rules run in.
 */
export function hide(draft: Draft, test: (cell: DraftCell) => boolean): Draft {
  const cells = draft.cells.map((cell) =>
    !cell.isHidden && test(cell) ? { ...cell, isHidden: true } : cell,
  );
  return { ...draft, cells };
}

/** The draft as it would be released. */
export function releaseOf(draft: Draft, { floor, roundTo }: DisclosureRules): ReleasedTable {
  const cells = draft.cells.map(({ facts, isHidden, spec }) => ({
    spec,
    value: isHidden ? ('withheld' as const) : Math.round(facts.length / roundTo) * roundTo,
  }));
  return { plan: draft.plan, made: { people: floor.people, roundTo }, cells };
}

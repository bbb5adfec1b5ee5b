import { whereKey } from './cells.ts';
import type { CellSpec, DisclosureFact, ReleasedTable } from './facts.ts';
import type { CellFloor } from './rules.ts';

/** Stands for a value that somebody had at an earlier freeze and that nobody can read any more. */
export const UNREADABLE = '?';

/** Two freezes of the same quarter: facts as they are, and as a release was made from them. */
export interface TwoFreezes {
  readonly now: readonly DisclosureFact[];
  readonly old: readonly DisclosureFact[];
  /** Cells that were shown of the old one. */
  readonly shown: readonly CellSpec[];
}

/**
 * Whether a table, taken from one of the same quarter that was released before, tells of too few: the
 * facts that either has and the other has not, cell by cell, are enough people or nobody. Whoever may
 * have been in a cell and cannot be asked any more could be one of them.
 */
export function tellsOfChange(
  table: ReleasedTable,
  { now, old, shown }: TwoFreezes,
  floor: CellFloor,
): boolean {
  const shownBefore = new Set(shown.map(({ where }) => whereKey(where)));
  return table.cells.some(({ spec: { where }, value }) => {
    if (value === 'withheld' || !shownBefore.has(whereKey(where))) return false;
    const changed = changedIn({ now, old }, where);
    const isEnough =
      new Set(changed.map(({ person }) => person)).size >= floor.people &&
      new Set(changed.map(({ unit }) => unit)).size >= floor.units;
    if (isEnough) return false;
    return changed.length > 0 || old.some((fact) => mayBeIn(fact, where));
  });
}

/** Facts of a cell that only one of two freezes has. */
function changedIn(
  { now, old }: Pick<TwoFreezes, 'now' | 'old'>,
  where: CellSpec['where'],
): readonly DisclosureFact[] {
  const tally = new Map<string, { balance: number; fact: DisclosureFact }>();
  const count = (facts: readonly DisclosureFact[], by: number): void => {
    for (const fact of facts) {
      if (!Object.entries(where).every(([name, value]) => fact.values[name] === value)) continue;
      const key = `${fact.person}/${fact.unit}/${fact.month}`;
      tally.set(key, { balance: (tally.get(key)?.balance ?? 0) + by, fact });
    }
  };
  count(old, -1);
  count(now, 1);
  return [...tally.values()].flatMap(({ balance, fact }) => (balance === 0 ? [] : [fact]));
}

function mayBeIn({ values }: DisclosureFact, where: CellSpec['where']): boolean {
  const asked = Object.entries(where);
  return (
    asked.some(([name]) => values[name] === UNREADABLE) &&
    asked.every(([name, value]) => values[name] === value || values[name] === UNREADABLE)
  );
}

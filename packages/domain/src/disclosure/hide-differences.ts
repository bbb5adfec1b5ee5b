import { areTooFew, isCounted, isWithin } from './cells.ts';
import { type Draft, type DraftCell, hide } from './draft.ts';
import type { CellSpec, DisclosureFact, ReleasedTable } from './facts.ts';
import type { DisclosureRules } from './rules.ts';

/** All that the check of differences looks at. */
export interface Releases {
  /** Everything recorded, by which cells of earlier releases are counted again. */
  readonly facts: readonly DisclosureFact[];
  /** Every release that this audience has seen, however long ago. */
  readonly earlier: readonly ReleasedTable[];
  /**
   * Sets of earlier releases that the attack takes one at a time, since together they tell apart more
   * kinds than it can look at; all at once when absent. Differences are looked at across all.
   */
  readonly attackedApart?: readonly (readonly ReleasedTable[])[];
}

/**
 * Hides each cell whose difference to a shown cell, of this table or of any earlier release, is a
 * group of too few people: one slicing taken from another, a month from its quarter, a freeze from
 * the one after it.
 */
export function hideDifferences(draft: Draft, releases: Releases, rules: DisclosureRules): Draft {
  const before = releases.earlier
    .flatMap(({ cells }) => cells)
    .filter(({ value }) => value !== 'withheld')
    .map(({ spec }) => spec);
  const tellsAgainst = (cell: DraftCell, other: CellSpec): boolean => {
    const [inner, outer] = isWithin(cell.spec, other) ? [cell.spec, other] : [other, cell.spec];
    if (inner === outer || !isWithin(inner, outer)) return false;
    const rest = releases.facts.filter((fact) => isCounted(fact, outer) && !isCounted(fact, inner));
    return areTooFew(rest, rules.floor);
  };
  let current = hide(draft, (cell) => before.some((other) => tellsAgainst(cell, other)));
  // Coarse cells stand first and stay; a finer one that tells against them goes.
  for (const outer of current.cells) {
    if (current.cells.find(({ spec }) => spec === outer.spec)?.isHidden) continue;
    current = hide(
      current,
      (cell) => isWithin(cell.spec, outer.spec) && tellsAgainst(cell, outer.spec),
    );
  }
  return current;
}

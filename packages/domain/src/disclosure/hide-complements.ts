import { areTooFew, isCounted, whereKey } from './cells.ts';
import { type Draft, type DraftCell, hide } from './draft.ts';
import type { DisclosureRules } from './rules.ts';

/**
 * Hides a second cell wherever what is hidden of a line could be had from its margin: what is left
 * of a shown sum must itself be enough people, or nobody. Repeats until every line of every
 * dimension holds, since a cell hidden for one line opens another.
 *
 * @source complementary suppression, Hundepool et al. 2012, section 4
 */
export function hideComplements(draft: Draft, rules: DisclosureRules): Draft {
  let current = draft;
  // Each round hides a cell, so the number of cells bounds the rounds.
  for (let round = 0; round <= draft.cells.length; round += 1) {
    const next = linesOf(current).flatMap((line) => complementOf(line, rules))[0];
    if (next === undefined) return current;
    current = hide(current, (cell) => cell === next);
  }
  return current;
}

interface Line {
  readonly sum: DraftCell;
  readonly parts: readonly DraftCell[];
}

/** Sums with their parts along one dimension. */
function linesOf(draft: Draft): readonly Line[] {
  const byKey = new Map(draft.cells.map((cell) => [whereKey(cell.spec.where), cell]));
  return draft.cells.flatMap((sum) =>
    Object.entries(draft.plan.dimensions).flatMap(([dimension, values]) => {
      if (dimension in sum.spec.where) return [];
      const parts = values.flatMap(
        (value) => byKey.get(whereKey({ ...sum.spec.where, [dimension]: value })) ?? [],
      );
      return [{ sum, parts }];
    }),
  );
}

/** The smallest part to hide as well; the sum itself where no part is left. */
function complementOf({ parts, sum }: Line, rules: DisclosureRules): readonly DraftCell[] {
  const hidden = parts.filter(({ isHidden }) => isHidden);
  if (sum.isHidden || hidden.length === 0) return [];
  const shown = parts.filter(({ isHidden }) => !isHidden);
  // Facts without a listed value are in the sum alone.
  const rest = sum.facts.filter((fact) => !shown.some(({ spec }) => isCounted(fact, spec)));
  const listed = hidden.reduce((count, { facts }) => count + facts.length, 0);
  // A lone gap is its margin less the others, however large it is.
  const isLone = hidden.length === 1 && rest.length === listed;
  if (!isLone && !areTooFew(rest, rules.floor)) return [];
  return [shown.sort((a, b) => a.facts.length - b.facts.length)[0] ?? sum];
}

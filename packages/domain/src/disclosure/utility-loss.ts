import { areEnough } from './cells.ts';
import type { Draft } from './draft.ts';
import type { DisclosureRules } from './rules.ts';

/** What protection costs a reader. */
export interface UtilityLoss {
  readonly cells: number;
  readonly shown: number;
  /** Too small, empty or sensitive by themselves. */
  readonly small: number;
  /** Large enough, and withheld so that others cannot be had from them. */
  readonly complementary: number;
  /** Share of what the finest cells count that stands in a shown one, 0 to 1; 1 where none is. */
  readonly toldRatio: number;
}

/** Counts what is lost of a draft. */
export function utilityLossOf(draft: Draft, rules: DisclosureRules): UtilityLoss {
  const hidden = draft.cells.filter(({ isHidden }) => isHidden);
  const small = hidden.filter((cell) => cell.isBarred || !areEnough(cell.facts, rules.floor));
  const depth = Object.keys(draft.plan.dimensions).length;
  const finest = draft.cells.filter(({ spec }) => Object.keys(spec.where).length === depth);
  const countOf = (cells: Draft['cells']): number =>
    cells.reduce((sum, { facts }) => sum + facts.length, 0);
  const all = countOf(finest);
  const told = countOf(finest.filter(({ isHidden }) => !isHidden));
  return {
    cells: draft.cells.length,
    shown: draft.cells.length - hidden.length,
    small: small.length,
    complementary: hidden.length - small.length,
    toldRatio: all === 0 ? 1 : told / all,
  };
}

import { isWithin } from '../cells.ts';
import type { CellSpec, ReleasedTable } from '../facts.ts';
import { type FactKinds, kindsOf } from './kinds.ts';
import { type KnownSum, type LinearBounds, linearBounds } from './linear-bounds.ts';

/** What counts as finding somebody, and how far the attack looks. */
export interface AttackAim {
  /** A group of at least one and fewer than this is found. */
  readonly people: number;
  /** Most kinds of facts that are told apart. */
  readonly kinds: number;
}

/** A group that the attacker knows to exist, and to be small. */
export interface SingledOut {
  readonly how: 'margins' | 'differencing' | 'linkage';
  /** The group is what `cell` counts, less what `without` counts. */
  readonly cell: CellSpec;
  readonly without?: CellSpec;
  /** At least one, and under the floor. */
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * What the attack came to. `too-wide`: there is more than it can look at. `unsettled`: the tables
 * contradict each other, or the search was cut off; neither says that nobody can be found.
 */
export type AttackResult =
  | { readonly kind: 'done'; readonly found: readonly SingledOut[]; readonly targets: number }
  | { readonly kind: 'too-wide' | 'unsettled' };

interface Target {
  readonly how: SingledOut['how'];
  readonly cell: CellSpec;
  readonly without?: CellSpec;
  readonly kinds: readonly number[];
}

const EPSILON = 1e-6;

/**
 * Tries to single people out with nothing but released tables and the published rules: every cell
 * through the margins, every difference of two nested cells, and every group that linking the
 * dimensions of several tables describes. Somebody is found where all tables that fit what was
 * released agree that a group holds at least one, and fewer than may be shown.
 */
export function attackReleases(tables: readonly ReleasedTable[], aim: AttackAim): AttackResult {
  const kinds = kindsOf(tables, aim.kinds);
  if (kinds === undefined) return { kind: 'too-wide' };
  const sums = tables.flatMap(({ cells, made }) =>
    cells.map(({ spec, value }) => knownSum(kinds.within(spec), value, made)),
  );
  const bounds = linearBounds(kinds.count, sums);
  if (bounds.feasible === undefined) return { kind: 'unsettled' };
  const targets = targetsOf(tables, kinds);
  // Ways in which it all can be true: a group that is empty or large in one of them is not found.
  const ways: (readonly number[])[] = [bounds.feasible];
  const found: SingledOut[] = [];
  for (const target of targets) {
    const range = rangeOf(target, { aim, bounds, ways });
    if (range === 'unsettled') return { kind: 'unsettled' };
    if (range === undefined) continue;
    const { kinds: _, ...known } = target;
    found.push({ ...known, ...range });
  }
  return { kind: 'done', found, targets: targets.length };
}

interface Search {
  readonly aim: AttackAim;
  readonly bounds: LinearBounds;
  readonly ways: (readonly number[])[];
}

/** What is known of the size of a group; undefined where it can be nobody, or enough people. */
function rangeOf(
  { kinds }: Target,
  { aim, bounds, ways }: Search,
): { readonly atLeast: number; readonly atMost: number } | 'unsettled' | undefined {
  const isOpen = ways.some((way) => {
    const size = sizeIn(way, kinds);
    return size < 1 - EPSILON || size > aim.people - 1 + EPSILON;
  });
  if (isOpen) return undefined;
  const least = bounds.extreme(kinds, 'least');
  if (typeof least === 'string') return 'unsettled';
  ways.push(least);
  const atLeast = Math.ceil(sizeIn(least, kinds) - EPSILON);
  if (atLeast < 1) return undefined;
  const greatest = bounds.extreme(kinds, 'greatest');
  if (greatest === 'unbounded') return undefined;
  if (greatest === 'cut-off') return 'unsettled';
  ways.push(greatest);
  const atMost = Math.floor(sizeIn(greatest, kinds) + EPSILON);
  return atMost < aim.people ? { atLeast, atMost } : undefined;
}

function knownSum(
  of: readonly number[],
  value: number | 'withheld',
  { people, roundTo }: ReleasedTable['made'],
): KnownSum {
  if (value === 'withheld') return { of, atLeast: 0, atMost: Number.POSITIVE_INFINITY };
  const below = Math.floor(roundTo / 2);
  const above = Math.ceil(roundTo / 2) - 1;
  return { of, atLeast: Math.max(people, value - below), atMost: value + above };
}

function targetsOf(tables: readonly ReleasedTable[], kinds: FactKinds): readonly Target[] {
  const cells = tables.flatMap((table) => table.cells);
  const shown = cells.filter(({ value }) => value !== 'withheld').map(({ spec }) => spec);
  const margins = cells
    .filter(({ value }) => value === 'withheld')
    .map(({ spec }): Target => ({ how: 'margins', cell: spec, kinds: kinds.within(spec) }));
  const differences = shown.flatMap((cell) =>
    shown.flatMap((without): readonly Target[] => {
      if (cell === without || !isWithin(without, cell)) return [];
      const inner = new Set(kinds.within(without));
      const rest = kinds.within(cell).filter((kind) => !inner.has(kind));
      return rest.length === 0 ? [] : [{ how: 'differencing', cell, without, kinds: rest }];
    }),
  );
  const linked = kinds.conjunctions.map(
    (cell): Target => ({ how: 'linkage', cell, kinds: kinds.within(cell) }),
  );
  return [...margins, ...differences, ...linked];
}

function sizeIn(way: readonly number[], kinds: readonly number[]): number {
  return kinds.reduce((sum, kind) => sum + (way[kind] ?? 0), 0);
}

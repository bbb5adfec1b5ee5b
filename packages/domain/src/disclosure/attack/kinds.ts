import { isCounted } from '../cells.ts';
import type { CellSpec, DisclosureFact, ReleasedTable } from '../facts.ts';

/** Facts that no cell tells apart: all that an attacker can speak of. */
export interface FactKinds {
  readonly count: number;
  /** The kinds that a cell counts, by index. */
  within(cell: CellSpec): readonly number[];
  /** Every conjunction of values over all dimensions of all tables, in each stretch of time. */
  readonly conjunctions: readonly CellSpec[];
}

/** Stands for every value that no table lists. */
const UNLISTED = '';

/**
 * What the definitions of tables tell apart. Nothing of it depends on facts.
 * @param most kinds; undefined is returned for more
 */
export function kindsOf(tables: readonly ReleasedTable[], most: number): FactKinds | undefined {
  const dimensions = dimensionsOf(tables);
  const periods = stretchesOf(tables);
  const freezes = [...new Set(tables.map(({ plan }) => plan.knownBy))].sort((a, b) => a - b);
  const sizes = [...dimensions.values()].reduce(
    (product, values) => product * (values.length + 1),
    1,
  );
  if (sizes * periods.length * freezes.length > most) return undefined;
  const points = product(dimensions, false).flatMap((values) =>
    periods.flatMap(({ from }) =>
      freezes.map((knownMonth): DisclosureFact => {
        return { person: '', unit: '', month: from, knownMonth, values };
      }),
    ),
  );
  const cells = tables.flatMap((table) => table.cells.map(({ spec }) => spec));
  const conjunctions = product(dimensions, true).flatMap((where) =>
    periods.map((period) => ({ where, period, knownBy: freezes.at(-1) ?? 0 })),
  );
  // Conjunctions are finer than cells, so points stay apart: one kind a point that any cell counts.
  const seen = points.filter((point) => cells.some((cell) => isCounted(point, cell)));
  return {
    count: seen.length,
    within: withinOf(seen),
    conjunctions,
  };
}

/** As `isCounted` for each kind, by lists that are made once: an attack asks thousands of times. */
function withinOf(seen: readonly DisclosureFact[]): FactKinds['within'] {
  const kindsByValue = new Map<string, number[]>();
  seen.forEach(({ values }, at) => {
    for (const [dimension, value] of Object.entries(values)) {
      const key = `${dimension}=${value}`;
      const kinds = kindsByValue.get(key) ?? [];
      kinds.push(at);
      kindsByValue.set(key, kinds);
    }
  });
  const all = seen.map((_, at) => at);
  return ({ knownBy, period, where }) => {
    const lists = Object.entries(where)
      .map(([dimension, value]) => kindsByValue.get(`${dimension}=${value}`) ?? [])
      .sort((a, b) => a.length - b.length);
    const [shortest = all, ...others] = lists;
    const isElsewhere = others.map((list) => new Set(list));
    return shortest.filter((at) => {
      const point = seen[at];
      if (point === undefined || point.knownMonth > knownBy) return false;
      if (point.month < period.from || point.month > period.to) return false;
      return isElsewhere.every((set) => set.has(at));
    });
  };
}

function dimensionsOf(tables: readonly ReleasedTable[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, Set<string>>();
  const whole = new Set<string>();
  for (const { plan } of tables) {
    for (const [dimension, values] of Object.entries(plan.dimensions)) {
      const known = all.get(dimension) ?? new Set<string>();
      for (const value of values) known.add(value);
      all.set(dimension, known);
      if (plan.partial?.includes(dimension) !== true) whole.add(dimension);
    }
  }
  return new Map(
    [...all].map(([dimension, values]) => [
      dimension,
      whole.has(dimension) ? [...values] : [...values, UNLISTED],
    ]),
  );
}

/** Stretches of time that no table divides. */
function stretchesOf(
  tables: readonly ReleasedTable[],
): readonly { readonly from: number; readonly to: number }[] {
  const edges = [
    ...new Set(tables.flatMap(({ plan }) => [plan.period.from, plan.period.to + 1])),
  ].sort((a, b) => a - b);
  return edges.slice(0, -1).map((from, at) => ({ from, to: (edges[at + 1] ?? from + 1) - 1 }));
}

function product(
  dimensions: ReadonlyMap<string, readonly string[]>,
  withAny: boolean,
): readonly Readonly<Record<string, string>>[] {
  let all: readonly Readonly<Record<string, string>>[] = [{}];
  for (const [dimension, values] of dimensions) {
    all = all.flatMap((each) => [
      ...(withAny ? [each] : []),
      ...values.map((value) => ({ ...each, [dimension]: value })),
    ]);
  }
  return all;
}

/** A sum of unknowns, by index, that lies between two bounds. */
export interface KnownSum {
  readonly of: readonly number[];
  readonly atLeast: number;
  /** Infinity where nothing is known. */
  readonly atMost: number;
}

const EPSILON = 1e-9;
/** Pivots of one search. */
const PIVOTS_MAX = 5_000;

/** How a search ends: `unbounded` where the sum has no end. */
type Search = 'done' | 'unbounded' | 'cut-off';

/** Finds the least and the greatest that sums of unknowns can be. */
export interface LinearBounds {
  /** A way in which all that is known can be true; undefined where there is none. */
  readonly feasible: readonly number[] | undefined;
  /** The unknowns where the sum of `of` is least, or greatest, or why there are none. */
  extreme(
    of: readonly number[],
    which: 'least' | 'greatest',
  ): readonly number[] | Exclude<Search, 'done'>;
}

/**
 * Linear programming over unknowns that are not negative: the two-phase simplex method with Bland's
 * rule, which cannot cycle. Exact enough for counts, since every coefficient is 0 or 1.
 *
 * @source Dantzig 1951; Bland 1977
 */
export function linearBounds(unknowns: number, sums: readonly KnownSum[]): LinearBounds {
  const first = firstTableau(unknowns, sums);
  const isFeasible = minimise(first) === 'done' && Math.abs(first.objective.at(-1) ?? 0) < 1e-6;
  if (isFeasible) dropArtificial(first);
  if (!isFeasible) return { feasible: undefined, extreme: () => 'cut-off' };
  return {
    feasible: solutionOf(first, unknowns),
    extreme: (of, which) => {
      const sign = which === 'least' ? 1 : -1;
      const tableau = withObjective(first, unknowns, of, sign);
      const search = minimise(tableau);
      return search === 'done' ? solutionOf(tableau, unknowns) : search;
    },
  };
}

interface Tableau {
  readonly rows: Float64Array[];
  readonly objective: Float64Array;
  readonly basis: number[];
  /** Columns that may enter; artificial ones lie behind them. */
  readonly enterable: number;
}

function firstTableau(unknowns: number, sums: readonly KnownSum[]): Tableau {
  const lines = sums.flatMap((sum) => [
    ...(sum.atMost === Number.POSITIVE_INFINITY ? [] : [{ of: sum.of, slack: 1, end: sum.atMost }]),
    ...(sum.atLeast <= 0 ? [] : [{ of: sum.of, slack: -1, end: sum.atLeast }]),
  ]);
  const enterable = unknowns + lines.length;
  const width = enterable + lines.length + 1;
  const objective = new Float64Array(width);
  const basis: number[] = [];
  const rows = lines.map(({ end, of, slack }, at) => {
    const row = new Float64Array(width);
    for (const index of of) row[index] = 1;
    row[unknowns + at] = slack;
    row[width - 1] = end;
    if (slack === 1) {
      basis.push(unknowns + at);
      return row;
    }
    row[enterable + at] = 1;
    basis.push(enterable + at);
    for (let column = 0; column < width; column += 1) {
      if (column < enterable || column === width - 1) {
        objective[column] = (objective[column] ?? 0) - (row[column] ?? 0);
      }
    }
    return row;
  });
  return { rows, objective, basis, enterable };
}

function withObjective(
  from: Tableau,
  unknowns: number,
  of: readonly number[],
  sign: number,
): Tableau {
  const rows = from.rows.map((row) => row.slice());
  const basis = [...from.basis];
  const objective = new Float64Array(from.objective.length);
  for (const index of of) if (index < unknowns) objective[index] = sign;
  const tableau = { rows, objective, basis, enterable: from.enterable };
  rows.forEach((row, at) => {
    const cost = objective[basis[at] ?? 0] ?? 0;
    if (cost !== 0) subtract(objective, row, cost);
  });
  return tableau;
}

function minimise(tableau: Tableau): Search {
  const { basis, objective, rows } = tableau;
  const last = objective.length - 1;
  for (let pivots = 0; pivots < PIVOTS_MAX; pivots += 1) {
    let entering = 0;
    while (entering < tableau.enterable && (objective[entering] ?? 0) >= -EPSILON) entering += 1;
    if (entering === tableau.enterable) return 'done';
    let leaving = -1;
    let best = Number.POSITIVE_INFINITY;
    rows.forEach((row, at) => {
      const by = row[entering] ?? 0;
      if (by <= EPSILON) return;
      const ratio = (row[last] ?? 0) / by;
      const isTie = Math.abs(ratio - best) <= EPSILON;
      const isFirst = isTie && (basis[at] ?? 0) < (basis[leaving] ?? 0);
      if ((!isTie && ratio < best) || isFirst) {
        best = ratio;
        leaving = at;
      }
    });
    if (leaving < 0) return 'unbounded';
    pivot(tableau, leaving, entering);
  }
  return 'cut-off';
}

function pivot({ basis, objective, rows }: Tableau, leaving: number, entering: number): void {
  const pivotRow = rows[leaving];
  if (pivotRow === undefined) return;
  const by = pivotRow[entering] ?? 1;
  for (let column = 0; column < pivotRow.length; column += 1) {
    pivotRow[column] = (pivotRow[column] ?? 0) / by;
  }
  rows.forEach((row, at) => {
    if (at !== leaving) subtract(row, pivotRow, row[entering] ?? 0);
  });
  subtract(objective, pivotRow, objective[entering] ?? 0);
  basis[leaving] = entering;
}

/** Artificial columns that are left at zero go, so that they cannot grow in a later search. */
function dropArtificial(tableau: Tableau): void {
  const { basis, enterable, rows } = tableau;
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    if ((basis[at] ?? 0) < enterable) continue;
    const row = rows[at]?.subarray(0, enterable) ?? new Float64Array();
    const entering = row.findIndex((by) => Math.abs(by) > EPSILON);
    if (entering >= 0) {
      pivot(tableau, at, entering);
    } else {
      rows.splice(at, 1);
      basis.splice(at, 1);
    }
  }
}

function subtract(from: Float64Array, row: Float64Array, times: number): void {
  if (times === 0) return;
  for (let column = 0; column < from.length; column += 1) {
    from[column] = (from[column] ?? 0) - times * (row[column] ?? 0);
  }
}

function solutionOf({ basis, rows }: Tableau, unknowns: number): readonly number[] {
  const solution = new Array<number>(unknowns).fill(0);
  basis.forEach((column, at) => {
    if (column < unknowns) solution[column] = rows[at]?.at(-1) ?? 0;
  });
  return solution;
}

import { formatDuration } from '../format-figure.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const STEPS_MS = [
  ...[1, 10, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 20, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 4, 8, 12].map((count) => count * HOUR_MS),
  ...[1, 2, 7, 30, 90, 365].map((count) => count * DAY_MS),
];
/** Marks that stand well apart on a logarithmic axis. */
const DECADES_MS = [
  ...[1, 10, 100, SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS],
  ...[HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 365 * DAY_MS],
];
const MARKS_MAX = 7;
/** A tail this much longer than the start would press everything else against the edge. */
const LONG_TAIL = 40;

/** How times are laid out along a chart. */
export interface TimeAxis {
  readonly isLogarithmic: boolean;
  /** Where the axis begins, ms: 0 on a linear one. */
  readonly from: number;
  readonly marks: readonly number[];
  /** Vega expression that names a mark. */
  readonly labelExpr: string;
}

/**
 * Chooses an axis on which both the quick and the slow can be read.
 * @param typical a time in the middle of those that ended, ms
 * @param longest the longest time looked at, ms
 */
export function timeAxis(typical: number, longest: number): TimeAxis {
  const isLogarithmic = typical > 0 && longest / typical > LONG_TAIL;
  const from = isLogarithmic ? (DECADES_MS.findLast((mark) => mark < typical / 4) ?? 1) : 0;
  const marks = isLogarithmic
    ? DECADES_MS.filter((mark) => mark >= from && mark <= longest)
    : linearMarks(longest);
  const names = marks.map((mark) => [String(mark), mark === 0 ? '0' : formatDuration(mark, 0)]);
  const labelExpr = `(${JSON.stringify(Object.fromEntries(names))})[datum.value]`;
  return { isLogarithmic, from, marks, labelExpr };
}

function linearMarks(longest: number): readonly number[] {
  const step = STEPS_MS.find((each) => longest / each < MARKS_MAX) ?? longest / MARKS_MAX;
  const count = Math.floor(longest / step) + 1;
  return Array.from({ length: count }, (_, at) => at * step);
}

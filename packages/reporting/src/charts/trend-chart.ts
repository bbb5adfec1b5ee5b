import type { TopLevelSpec } from 'vega-lite';
import { PALETTE } from './palette.ts';
import { CHART_LOOK, type Chart, renderSvg } from './render-svg.ts';
import { timeAxis } from './time-axis.ts';

const HEIGHT_PX = 170;
const MARKS_ABOUT = 4;
/** Where the size of the sample stands, from its point. */
const SAMPLE_ABOVE_PX = -13;

/** One quarter of a trend. */
export interface TrendPlace {
  readonly quarter: string;
  /** Null where there is no number; `gap` says why. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Size of the sample in words; empty where it is not told. */
  readonly sample: string;
  /** What stands in the place of a number. */
  readonly gap: string;
  /** Points of one definition are joined; those of another are not. */
  readonly definition: string;
}

export interface TrendChartInput extends Omit<Chart, 'svg'> {
  readonly unit: 'count' | 'ratio' | 'ms';
  /** Oldest first. */
  readonly places: readonly TrendPlace[];
  /** Writes a mark of the axis. */
  readonly write: (amount: number) => string;
}

/** A figure over quarters: a point with its interval for each, and a word where there is no number. */
export async function trendChart(input: TrendChartInput): Promise<Chart> {
  const { description, places, table, title } = input;
  return { svg: await renderSvg(specOf(input, joined(places))), title, description, table };
}

/** Numbers points that are joined by one line: nothing is drawn across a gap or a new definition. */
function joined(places: readonly TrendPlace[]): readonly (TrendPlace & { part: number })[] {
  let part = 0;
  return places.map((place, at) => {
    const before = places[at - 1];
    if (before?.value === null || before?.definition !== place.definition) part += 1;
    return { ...place, part };
  });
}

function specOf({ places, unit, write }: TrendChartInput, values: readonly object[]): TopLevelSpec {
  const most = Math.max(0, ...places.flatMap(({ upper, value }) => [value ?? 0, upper ?? 0]));
  const marks = marksOf(unit, most);
  const names = Object.fromEntries(marks.map((mark) => [String(mark), write(mark)]));
  const axis = {
    values: [...marks],
    labelExpr: `(${JSON.stringify(names)})[datum.value]`,
    domain: false,
    ticks: false,
  };
  const scale = { domain: [0, unit === 'ratio' ? 1 : Math.max(most, marks.at(-1) ?? 0, 1)] };
  const quarters = places.map(({ quarter }) => quarter);
  const x = {
    field: 'quarter',
    type: 'ordinal' as const,
    title: null,
    sort: quarters,
    scale: { domain: quarters },
    axis: { labelAngle: 0, ticks: false },
  };
  const y = { field: 'value', type: 'quantitative' as const, title: null, axis, scale };
  const told = [{ filter: 'datum.value !== null' }];
  return {
    ...CHART_LOOK,
    height: HEIGHT_PX,
    data: { values: [...values] },
    layer: [
      {
        transform: [{ filter: 'datum.lower !== null && datum.upper !== null' }],
        mark: { type: 'rule', color: PALETTE.band, strokeWidth: 7, strokeCap: 'round' },
        encoding: { x, y: { ...y, field: 'lower' }, y2: { field: 'upper' } },
      },
      {
        transform: told,
        mark: { type: 'line', color: PALETTE.accent, strokeWidth: 2 },
        encoding: { x, y, detail: { field: 'part' } },
      },
      {
        transform: told,
        mark: { type: 'point', filled: true, size: 80, color: PALETTE.accent, opacity: 1 },
        encoding: { x, y },
      },
      {
        transform: told,
        mark: {
          type: 'text',
          color: PALETTE.quiet,
          align: 'left',
          dx: 8,
          dy: SAMPLE_ABOVE_PX,
          fontSize: 11,
        },
        encoding: { x, y, text: { field: 'sample' } },
      },
      {
        transform: [{ filter: 'datum.value === null' }],
        mark: { type: 'text', color: PALETTE.ink, baseline: 'bottom', dy: -6, fontSize: 12 },
        encoding: { x, y: { value: HEIGHT_PX }, text: { field: 'gap' } },
      },
    ],
  };
}

/** Round numbers from nothing up to what is drawn. */
function marksOf(unit: TrendChartInput['unit'], most: number): readonly number[] {
  if (unit === 'ratio') return [0, 0.25, 0.5, 0.75, 1];
  if (unit === 'ms') return timeAxis(0, Math.max(most, 1)).marks;
  const power = 10 ** Math.floor(Math.log10(Math.max(most, MARKS_ABOUT) / MARKS_ABOUT));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => most <= each * MARKS_ABOUT);
  const size = Math.max(1, step ?? power);
  return Array.from({ length: Math.ceil(most / size) + 1 }, (_, at) => at * size);
}

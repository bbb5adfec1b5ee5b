import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import type { SurvivalCurve } from '@hrd-shield/domain';
import type { TopLevelSpec } from 'vega-lite';
import { formatDuration } from '../format-figure.ts';
import { PALETTE } from './palette.ts';
import { CHART_LOOK, type Chart, renderSvg } from './render-svg.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';

/** Steps drawn and tabled; a longer curve is thinned. */
const STEPS_MAX = 200;
const TABLE_ROWS_MAX = 24;
const HEIGHT_PX = 230;

/** What a survival chart shows. */
export interface SurvivalChartInput {
  readonly definition: BenchmarkDefinition;
  readonly curve: SurvivalCurve;
  /** Words for which clock and whom, such as `real time`. */
  readonly about: string;
  /** The target of the benchmark may be drawn: it is on the same clock. */
  readonly showTarget: boolean;
}

/** The share reached over time, with its band, and a tick where an open case was last looked at. */
export async function survivalChart(input: SurvivalChartInput): Promise<Chart> {
  const { definition, curve } = input;
  const axis = timeAxis(typicalTime(curve), curve.longest);
  const start = { time: axis.from, share: 0, low: 0, high: 0, open: 0 };
  const values = [
    start,
    ...thin(curve.steps, STEPS_MAX).map((step) => ({
      time: Math.max(step.time, axis.from),
      share: 1 - step.survival,
      low: 1 - step.upper,
      high: 1 - step.lower,
      open: step.censored,
    })),
  ];
  const aimed = definition.target?.value;
  const isNear = aimed !== undefined && aimed <= curve.longest * 2;
  const target = input.showTarget && isNear ? aimed : undefined;
  const svg = await renderSvg(specOf(values, axis, target));
  const open = curve.n - curve.observed;
  return {
    svg,
    title: `${definition.title}: share reached over time (${input.about})`,
    description:
      `A curve that rises from 0 to ${percent(1 - (curve.steps.at(-1)?.survival ?? 1))} within ` +
      `${formatDuration(curve.longest)}, from ${curve.n} in the sample, ${open} of them still open. ` +
      'The band is the 95 % interval; ticks mark where open ones were last looked at.',
    table: {
      head: ['within', 'share reached', '95 % interval', 'still at risk'],
      rows: thin(curve.steps, TABLE_ROWS_MAX).map((step) => [
        formatDuration(step.time),
        percent(1 - step.survival),
        `${percent(1 - step.upper)} to ${percent(1 - step.lower)}`,
        String(step.atRisk - step.ended - step.censored),
      ]),
    },
  };
}

function specOf(values: object[], time: TimeAxis, target: number | undefined): TopLevelSpec {
  const x = {
    field: 'time',
    type: 'quantitative' as const,
    title: time.isLogarithmic ? 'time, logarithmic' : 'time',
    axis: { grid: false, values: [...time.marks], labelExpr: time.labelExpr },
    scale: { type: time.isLogarithmic ? ('log' as const) : ('linear' as const), nice: false },
  };
  const axis = { format: '.0%', tickCount: 5, domain: false, ticks: false } as const;
  const scale = { domain: [0, 1] };
  return {
    ...CHART_LOOK,
    height: HEIGHT_PX,
    data: { values },
    layer: [
      {
        mark: { type: 'area', interpolate: 'step-after', color: PALETTE.band, opacity: 0.55 },
        encoding: {
          x,
          y: { field: 'low', type: 'quantitative', axis, scale, title: null },
          y2: { field: 'high' },
        },
      },
      {
        mark: { type: 'line', interpolate: 'step-after', color: PALETTE.accent, strokeWidth: 2.25 },
        encoding: { x, y: { field: 'share', type: 'quantitative' } },
      },
      {
        transform: [{ filter: 'datum.open > 0' }],
        mark: { type: 'tick', orient: 'vertical', color: PALETTE.ink, thickness: 1.5, size: 10 },
        encoding: { x, y: { field: 'share', type: 'quantitative' } },
      },
      {
        data: { values: target === undefined ? [] : [{ target }] },
        mark: { type: 'rule', color: PALETTE.target, strokeDash: [5, 4], strokeWidth: 1.5 },
        encoding: { x: { field: 'target', type: 'quantitative' } },
      },
    ],
  };
}

/** When half of those that ended had ended. */
function typicalTime(curve: SurvivalCurve): number {
  let ended = 0;
  for (const step of curve.steps) {
    ended += step.ended;
    if (ended * 2 >= curve.observed && ended > 0) return step.time;
  }
  return 0;
}

function thin<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  const every = (all.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => all[Math.round(at * every)]).filter(
    (each): each is T => each !== undefined,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

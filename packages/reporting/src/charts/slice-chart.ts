import type { BenchmarkDefinition } from '@hrd-shield/contracts';
import type { TopLevelSpec } from 'vega-lite';
import { formatFigure, formatInterval, formatSample } from '../format-figure.ts';
import type { Slice } from '../result.ts';
import { PALETTE } from './palette.ts';
import { CHART_LOOK, type Chart, renderSvg } from './render-svg.ts';

const ROW_PX = 30;
const SLICES_MAX = 24;

/** Shares with intervals, or counts, by the column that slices a benchmark. */
export async function sliceChart(
  definition: BenchmarkDefinition,
  slices: readonly Slice[],
  about: string,
): Promise<Chart | undefined> {
  const shown = slices.slice(0, SLICES_MAX);
  const values = shown.flatMap(({ name, figures }) => {
    const figure = figures[0]?.figure;
    if (figure?.kind !== 'value') return [];
    const { lower, upper } = figure.interval;
    const high = upper === 'open' ? figure.value : upper;
    return [{ name, value: figure.value, low: lower, high }];
  });
  if (values.every(({ value }) => value === 0)) return undefined;
  const isShare = definition.unit === 'ratio';
  const svg = await renderSvg(isShare ? shareSpec(definition, values) : countSpec(values));
  const by = definition.by ?? 'all';
  const suffix = about === '' ? '' : ` (${about})`;
  return {
    svg,
    title: `${definition.title} by ${by}${suffix}`,
    description: values
      .map((each) => `${each.name} ${isShare ? `${(each.value * 100).toFixed(0)} %` : each.value}`)
      .join(', '),
    table: sliceTable(definition, shown),
  };
}

/** The slices of a group as a table; all figures of one slice stand together. */
export function sliceTable(
  definition: BenchmarkDefinition,
  slices: readonly Slice[],
): Chart['table'] {
  return {
    head: [definition.by ?? 'all', 'figure', 'value', '95 % interval', 'sample'],
    rows: slices.flatMap(({ name, figures }) =>
      figures.map(({ label, figure }) => [
        name,
        label,
        formatFigure(figure, definition.unit),
        formatInterval(figure, definition.unit),
        formatSample(figure),
      ]),
    ),
  };
}

interface SliceValue {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const NAME_AXIS = {
  field: 'name',
  type: 'nominal',
  title: null,
  axis: { domain: false, ticks: false, labelPadding: 10, labelLimit: 200 },
  sort: null,
} as const;

function shareSpec(definition: BenchmarkDefinition, values: SliceValue[]): TopLevelSpec {
  const { target } = definition;
  const axis = { format: '.0%', tickCount: 5, domain: false } as const;
  const scale = { domain: [0, 1] };
  return {
    ...CHART_LOOK,
    height: values.length * ROW_PX,
    data: { values },
    layer: [
      {
        data: { values: target === undefined ? [] : [{ target: target.value }] },
        mark: { type: 'rule', color: PALETTE.target, strokeDash: [5, 4], strokeWidth: 1.5 },
        encoding: { x: { field: 'target', type: 'quantitative', axis, scale, title: null } },
      },
      {
        mark: { type: 'rule', color: PALETTE.band, strokeWidth: 7, strokeCap: 'round' },
        encoding: {
          y: NAME_AXIS,
          x: { field: 'low', type: 'quantitative' },
          x2: { field: 'high' },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 90, color: PALETTE.accent, opacity: 1 },
        encoding: { y: NAME_AXIS, x: { field: 'value', type: 'quantitative' } },
      },
    ],
  };
}

function countSpec(values: SliceValue[]): TopLevelSpec {
  return {
    ...CHART_LOOK,
    height: values.length * ROW_PX,
    data: { values },
    layer: [
      {
        mark: { type: 'bar', color: PALETTE.accent, height: 12, cornerRadiusEnd: 2 },
        encoding: {
          y: NAME_AXIS,
          x: {
            field: 'value',
            type: 'quantitative',
            title: null,
            axis: { tickMinStep: 1, tickCount: 5, domain: false },
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 6, color: PALETTE.ink },
        encoding: {
          y: NAME_AXIS,
          x: { field: 'value', type: 'quantitative' },
          text: { field: 'value', type: 'quantitative', format: ',' },
        },
      },
    ],
  };
}

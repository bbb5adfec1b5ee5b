import type { TopLevelSpec } from 'vega-lite';
import { PALETTE } from './palette.ts';
import { CHART_LOOK, type Chart, renderSvg } from './render-svg.ts';

const HEIGHT_PX = 300;
/** Told apart by dash and shape as well as by colour. */
const COLOURS = [PALETTE.accent, PALETTE.target, PALETTE.ink, PALETTE.quiet];

export interface LineChartInput {
  readonly title: string;
  readonly description: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
  readonly logX?: boolean;
}

/** Lines over one axis, with their points as a table. Points without a number are left out. */
export async function lineChart(input: LineChartInput): Promise<Chart> {
  const { description, lines, logX = false, title, x, y } = input;
  const values = lines.flatMap(({ name, points }) =>
    points
      .filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y))
      .filter((point) => !logX || point.x > 0)
      .map((point, order) => ({ name, order, ...point })),
  );
  const names = lines.map(({ name }) => name);
  const scale = { domain: names, range: names.map((_, at) => COLOURS[at % COLOURS.length]) };
  const legend = { title: null, orient: 'top' };
  const spec = {
    ...CHART_LOOK,
    height: HEIGHT_PX,
    data: { values },
    mark: { type: 'line', point: { filled: true, size: 45 }, strokeWidth: 2 },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: x, scale: { type: logX ? 'log' : 'linear' } },
      y: { field: 'y', type: 'quantitative', title: y },
      order: { field: 'order' },
      color: { field: 'name', type: 'nominal', scale, legend },
      strokeDash: { field: 'name', type: 'nominal', scale: { domain: names }, legend },
      shape: { field: 'name', type: 'nominal', scale: { domain: names }, legend },
    },
  } as unknown as TopLevelSpec;
  return {
    svg: await renderSvg(spec),
    title,
    description,
    table: {
      head: ['line', x, y],
      rows: values.map((point) => [point.name, point.x.toPrecision(3), point.y.toPrecision(3)]),
    },
  };
}

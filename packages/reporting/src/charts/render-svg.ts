import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { PALETTE } from './palette.ts';

/** A drawing with what a reader who cannot see it needs. */
export interface Chart {
  readonly svg: string;
  readonly title: string;
  readonly description: string;
  /** The same numbers as a table: head and rows. */
  readonly table: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
}

const FONT = 'system-ui, sans-serif';
const WIDTH_PX = 760;

/** The look that all charts share. */
export const CHART_LOOK = {
  width: WIDTH_PX,
  background: 'transparent',
  autosize: { type: 'fit-x', contains: 'padding' },
  config: {
    font: FONT,
    view: { stroke: null },
    axis: {
      domainColor: PALETTE.quiet,
      gridColor: PALETTE.grid,
      tickColor: PALETTE.quiet,
      labelColor: PALETTE.quiet,
      titleColor: PALETTE.quiet,
      titleFontWeight: 'normal',
      labelFontSize: 12,
      titleFontSize: 12,
      titlePadding: 10,
    },
  },
} as const;

/** Draws a Vega-Lite specification on the server: no script, no canvas, no browser. */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Makes a text safe inside markup. */
type EscapeText = (text: string) => string;

/**
 * Makes a drawing part of a page: it scales with its column and names its title and description.
 * @param id unique on the page
 */
export function labelSvg(chart: Chart, id: string, escapeText: EscapeText): string {
  const size = /width="([\d.]+)" height="([\d.]+)"/.exec(chart.svg);
  const [, width, height] = size ?? [];
  const open =
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width ?? WIDTH_PX} ${height ?? WIDTH_PX / 2}" ` +
    `width="${width ?? WIDTH_PX}" aria-labelledby="${id}-title ${id}-desc" direction="ltr">` +
    `<title id="${id}-title">${escapeText(chart.title)}</title>` +
    `<desc id="${id}-desc">${escapeText(chart.description)}</desc>`;
  const inner = chart.svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/ (role|aria-[a-z]+)="[^"]*"/g, '');
  return open + inner;
}

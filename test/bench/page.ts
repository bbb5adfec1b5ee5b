import { cpus, loadavg } from 'node:os';
import { Html, html } from '@hrd-shield/reporting';

/** Where and when it was measured. */
export interface PageFacts {
  readonly at: Date;
  /** Of the machine before the first bench, one minute. */
  readonly loadBefore: number;
}

export function pageFacts(): PageFacts {
  const [loadBefore = Number.NaN] = loadavg();
  return { at: new Date(), loadBefore };
}

/** One row of a table: what was measured, and a figure for each column. */
type Row = readonly [string, ReadonlyMap<number, string>];

const STYLE = `body{font:15px/1.5 system-ui;margin:2rem auto;max-width:80rem;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #8888;padding:.2rem .6rem}
td{text-align:right;font-variant-numeric:tabular-nums}th{text-align:left}`;

/**
 * All figures of a run side by side: a section a bench, a column for each shape, size or rate, a row
 * for each figure; what was measured in rounds is the median, with the least and the most.
 * @returns a whole HTML document without anything from elsewhere
 */
export function pageOf(figures: Readonly<Record<string, unknown>>, facts: PageFacts): string {
  const { at, loadBefore } = facts;
  const machine = `${cpus().length} cores, load ${loadBefore.toFixed(1)} before`;
  const when = `${at.toISOString()}, Node ${process.versions.node}, ${machine}`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bench</title><style>${new Html(STYLE)}</style></head>
<body><h1>Bench</h1><p>${when}</p>
<p>Median, in brackets the least and the most of its rounds. Ratios are of one run on one machine.</p>
${tablesOf('run', figures).map(([name, columns]) => sectionOf(name, columns))}</body></html>
`.text;
}

/** One table of what is no list, and one for each list with a column for each of its entries. */
function tablesOf(
  name: string,
  value: unknown,
): readonly (readonly [string, readonly unknown[]])[] {
  if (Array.isArray(value)) return [[name, value]];
  if (typeof value !== 'object' || value === null || isSpread(value)) return [];
  const own = Object.entries(value).filter(([, inner]) => tablesOf('', inner).length === 0);
  const within = Object.entries(value).flatMap(([key, inner]) =>
    tablesOf(`${name}: ${key}`, inner),
  );
  return own.length === 0 ? within : [[name, [Object.fromEntries(own)]], ...within];
}

function sectionOf(name: string, columns: readonly unknown[]): Html {
  const lines = rowsOf(columns).map(([path, cells]) => {
    const shown = columns.map((_, i) => html`<td>${cells.get(i)}</td>`);
    return html`<tr><th scope="row">${path}</th>${shown}</tr>\n`;
  });
  return html`<h2>${name}</h2>\n<table>\n${lines}</table>\n`;
}

function rowsOf(columns: readonly unknown[]): readonly Row[] {
  const rows = new Map<string, Map<number, string>>();
  for (const [i, column] of columns.entries()) {
    for (const [path, shown] of leavesOf(column, '')) {
      rows.set(path, (rows.get(path) ?? new Map()).set(i, shown));
    }
  }
  return [...rows];
}

function* leavesOf(value: unknown, path: string): Generator<readonly [string, string]> {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) yield [path, shownOf(value)];
  } else if (isSpread(value)) {
    const { least, median, most } = value;
    yield [path, `${shownOf(median)} (${shownOf(least)} to ${shownOf(most)})`];
  } else {
    for (const [key, inner] of Object.entries(value)) {
      yield* leavesOf(inner, path === '' ? key : `${path}: ${key}`);
    }
  }
}

function isSpread(value: object): value is Record<'least' | 'median' | 'most', number> {
  return 'least' in value && 'median' in value && 'most' in value;
}

const DIGITS_WHOLE_FROM = 100;

function shownOf(value: unknown): string {
  if (typeof value !== 'number') return value === null ? 'not measured' : String(value);
  if (!Number.isFinite(value)) return 'not measured';
  const digits = Math.abs(value) >= DIGITS_WHOLE_FROM || Number.isInteger(value) ? 0 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

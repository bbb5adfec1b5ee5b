import { type Standing, standingOf } from '../metrics/judge.ts';
import type { EvalSection, Metric } from '../section.ts';
import { figure } from '../sections/format.ts';

const MARKS: Readonly<Record<Standing, string>> = {
  goal: '●',
  floor: '○',
  broken: '▲',
  unknown: '?',
  'not-judged': ' ',
};
const COLUMN_GAP = 2;

/** A section as text: judged metrics first, then its tables. */
export function printSection(section: EvalSection): string {
  const judged = Object.entries(section.metrics).filter(
    ([, metric]) => standingOf(metric) !== 'not-judged',
  );
  const head = ['', 'metric', 'value', '95 %', 'floor', 'goal', 'sample'];
  const rows = judged.map(([name, metric]) => metricRow(name, metric));
  const tables = section.tables
    .filter((table) => table.rows.length > 0)
    .map((table) => `\n${table.title}\n${columns([table.head, ...table.rows])}`);
  return [
    `${section.title}: ${section.split} split, policy ${section.policyHash.slice(0, 12)}, code ${section.codeHash}`,
    columns([head, ...rows]),
    ...tables,
  ].join('\n');
}

function metricRow(name: string, metric: Metric): string[] {
  const sign = metric.better === 'lower' ? '≤ ' : '≥ ';
  const bound = (value: number | undefined) => (value === undefined ? '' : `${sign}${value}`);
  return [
    MARKS[standingOf(metric)],
    name,
    figure(round(metric.value)),
    `${figure(round(metric.low))}–${figure(round(metric.high))}`,
    bound(metric.floor),
    bound(metric.goal),
    figure(Math.round(metric.sample)),
  ];
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd((widths[at] ?? 0) + COLUMN_GAP))
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

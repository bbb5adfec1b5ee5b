import { groupName, judgementText, scaleOf, targetText } from './describe-group.ts';
import { formatFigure, formatInterval, formatSample } from './format-figure.ts';
import type { BenchmarkResult, Report, ResultGroup } from './result.ts';

const HEAD = ['benchmark', 'figure', 'measured', 'scaled', '95 % interval', 'sample', 'target'];
const GAP = '  ';

/** The report for a terminal: one line a figure, slices left to the page. */
export function renderTable(report: Report): string {
  const rows = report.results.flatMap(resultRows);
  const widths = HEAD.map((name, at) =>
    Math.max(name.length, ...rows.map((row) => (row[at] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  const notes = [
    `Facts up to ${new Date(report.asOf).toISOString()}. Open cases are counted as open.`,
    ...(report.synthetic
      ? ['Synthetic city: nobody here is real, so small samples are shown.']
      : ['Samples under the minimum of their definition are withheld.']),
  ];
  return `${[line(HEAD), rule, ...rows.map(line), '', ...notes].join('\n')}\n`;
}

function resultRows(result: BenchmarkResult): readonly (readonly string[])[] {
  const { definition } = result;
  if (result.groups.length === 0) return [[definition.title, '', 'no data', '', '', '0', '']];
  return result.groups.flatMap((group) => groupRows(result, group));
}

function groupRows(result: BenchmarkResult, group: ResultGroup): readonly (readonly string[])[] {
  const { definition } = result;
  const { unit, target, title } = definition;
  const name = groupName(group);
  const scale = scaleOf(group);
  return group.figures.map(({ label, figure }, at) => [
    at === 0 ? (name === '' ? title : `${title} (${name})`) : '',
    label,
    formatFigure(figure, unit),
    scale === undefined || unit !== 'ms' ? '' : formatFigure(figure, unit, scale),
    formatInterval(figure, unit),
    formatSample(figure),
    label === target?.of ? `${targetText(definition)}: ${judgementText(group)}` : '',
  ]);
}

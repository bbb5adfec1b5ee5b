import { groupName, judgementText, scaleOf, targetText } from '../describe-group.ts';
import { formatFigure, formatInterval, formatSample } from '../format-figure.ts';
import type { BenchmarkResult, NamedFigure, ResultGroup } from '../result.ts';
import { type Html, html } from './html.ts';

/** The table of a benchmark: its numbers with sample, interval and target; clocks stand apart. */
export function figureTable(result: BenchmarkResult): Html {
  const { definition, groups } = result;
  const columns = columnsOf(result);
  const head = columns.map((column) => html`<th scope="col">${column.name}</th>`);
  const body = groups.map((group) => {
    const name = groupName(group);
    const title =
      name === '' || groups.length === 1
        ? undefined
        : html`<tr class="group"><th scope="rowgroup" colspan="${columns.length + 1}">${name}</th></tr>`;
    const rows = group.figures.map(
      (named) =>
        html`<tr><th scope="row">${named.label}</th>${columns.map((column) => column.cell(named, group))}</tr>`,
    );
    return html`<tbody>${title}${rows}</tbody>`;
  });
  return html`<div class="scroll"><table>
<caption class="quiet" hidden>${definition.title}</caption>
<thead><tr><th scope="col">figure</th>${head}</tr></thead>${body}</table></div>`;
}

interface Column {
  readonly name: string;
  cell(named: NamedFigure, group: ResultGroup): Html;
}

function columnsOf(result: BenchmarkResult): readonly Column[] {
  const { definition } = result;
  const { unit, target } = definition;
  const judged: Column = {
    name: 'target',
    cell: ({ label }, group) =>
      label === target?.of
        ? html`<td>${targetText(definition)}: <span class="state ${group.judgement.reached}">${mark(group)} ${judgementText(group)}</span></td>`
        : html`<td></td>`,
  };
  const interval: Column = {
    name: '95 % interval',
    cell: ({ figure }) => html`<td class="amount">${formatInterval(figure, unit)}</td>`,
  };
  const sample: Column = {
    name: 'sample',
    cell: ({ figure }) => html`<td class="amount">${formatSample(figure)}</td>`,
  };
  const hasInterval = result.groups.some((group) =>
    group.figures.some(({ figure }) => formatInterval(figure, unit) !== ''),
  );
  return [...amountColumns(result), ...(hasInterval ? [interval] : []), sample, judged];
}

/** Times by different clocks are never in one column. */
function amountColumns(result: BenchmarkResult): readonly Column[] {
  const { definition, groups } = result;
  const { unit } = definition;
  const measured = (name: string, holds: (group: ResultGroup) => boolean): Column => ({
    name,
    cell: (named, group) =>
      holds(group) ? amount(definition.id, formatFigure(named.figure, unit)) : html`<td></td>`,
  });
  if (unit !== 'ms') return [measured('value', () => true)];
  if (groups.every((group) => group.clock?.kind === 'event-time')) {
    return [measured('event time', () => true)];
  }
  const real = measured('real time', () => true);
  if (!groups.some((group) => scaleOf(group) !== undefined)) return [real];
  const scaled: Column = {
    name: 'scaled time',
    cell: (named, group) => {
      const scale = scaleOf(group);
      if (scale === undefined) return html`<td></td>`;
      return amount(definition.id, formatFigure(named.figure, unit, scale));
    },
  };
  return [real, scaled];
}

function amount(id: string, text: string): Html {
  return html`<td class="amount"><a href="#def-${id}">${text}</a></td>`;
}

/** Tells met from missed without colour. */
export function mark(group: ResultGroup): string {
  return { met: '●', missed: '▲', 'not-judged': '○' }[group.judgement.reached];
}

import { type Chart, labelSvg } from '../charts/render-svg.ts';
import { sliceChart, sliceTable } from '../charts/slice-chart.ts';
import { survivalChart } from '../charts/survival-chart.ts';
import { groupName } from '../describe-group.ts';
import type { BenchmarkResult, ResultGroup, Slice } from '../result.ts';
import { figureTable } from './figure-table.ts';
import { escapeText, Html, html } from './html.ts';

/** One benchmark: question, numbers, drawings with their tables. */
export async function benchmarkSection(result: BenchmarkResult): Promise<Html> {
  const { definition, groups } = result;
  const tag = definition.recommendation === 'pipeline' ? 'pipeline' : definition.recommendation;
  const charts = await chartsOf(result);
  const drawings = charts.map((chart, at) => figureOf(chart, `${definition.id}-${at}`));
  const numbers =
    groups.length === 0
      ? html`<p class="quiet"><a href="#def-${definition.id}">No data</a>: nothing was recorded that this counts.</p>`
      : figureTable(result);
  return html`<section class="benchmark" id="${definition.id}">
<span class="tag">${tag}</span>
<h2>${definition.title}</h2>
<p class="question">${definition.question}</p>
${scriptedNote(groups)}${numbers}${drawings}${groups.map((group) => sliceDetails(result, group))}
<p class="quiet"><small><a href="#def-${definition.id}">What is counted, and how</a></small></p>
</section>`;
}

function scriptedNote(groups: readonly ResultGroup[]): Html | undefined {
  if (!groups.some((group) => group.decidedBy === 'scripts')) return undefined;
  return html`<p class="note">Decided by <strong>scripted responders</strong>: this shows that the machinery works and says
nothing about people.</p>`;
}

async function chartsOf(result: BenchmarkResult): Promise<readonly Chart[]> {
  const { definition, groups } = result;
  const charts: Chart[] = [];
  for (const group of groups) {
    const about = groupName(group);
    if (group.curve !== undefined) {
      const showTarget = group.clock?.kind !== 'scaled';
      charts.push(await survivalChart({ definition, curve: group.curve, about, showTarget }));
      continue;
    }
    const chart = await sliceChart(definition, group.slices, about);
    if (chart !== undefined) charts.push(chart);
  }
  return charts;
}

/** A drawing with its words and its numbers; `id` is unique on the page. */
export function figureOf(chart: Chart, id: string): Html {
  return html`<figure><figcaption>${chart.title}</figcaption>
${new Html(labelSvg(chart, `chart-${id}`, escapeText))}
<details><summary>The same as a table</summary>${dataTable(chart.table)}</details></figure>`;
}

/** Slices that no drawing of their own shows. */
function sliceDetails(result: BenchmarkResult, group: ResultGroup): Html | undefined {
  const { definition } = result;
  const isDrawn = group.curve === undefined && group.slices.some(hasAmount);
  if (group.slices.length === 0 || isDrawn) return undefined;
  const about = groupName(group);
  const title = `By ${definition.by}${about === '' ? '' : ` (${about})`}`;
  return html`<details><summary>${title}</summary>${dataTable(sliceTable(definition, group.slices))}</details>`;
}

function hasAmount(slice: Slice): boolean {
  const figure = slice.figures[0]?.figure;
  return figure?.kind === 'value' && figure.value !== 0;
}

function dataTable(table: Chart['table']): Html {
  const head = table.head.map((name) => html`<th scope="col">${name}</th>`);
  const rows = table.rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  return html`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

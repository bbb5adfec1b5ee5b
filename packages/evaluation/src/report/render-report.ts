import { figureOf, Html, html, lineChart, PAGE_STYLE } from '@hrd-shield/reporting';
import { brokenFloors, type Standing, standingOf } from '../metrics/judge.ts';
import type { EvalSection, Metric, SectionTable } from '../section.ts';
import { figure } from '../sections/format.ts';

const MARKS: Readonly<Record<Standing, string>> = {
  goal: '● goal reached',
  floor: '○ above the floor',
  broken: '▲ floor broken',
  unknown: '? not known',
  'not-judged': '',
};
/** Worst first. */
const ORDER: readonly Standing[] = ['broken', 'unknown', 'floor', 'goal', 'not-judged'];

/** What makes each part anew. */
const COMMANDS: Readonly<Record<string, string>> = {
  headline: 'npm run eval',
  ablations: 'npm run eval -- --ablations',
  adaptive: 'npm run eval -- --adaptive',
  rivals: 'npm run eval -- --rivals',
  real: 'npm run eval -- --real --data FOLDER',
};

/** One file for people: no script, nothing fetched; worst cases first, limits beside numbers. */
export async function renderReport(sections: readonly EvalSection[]): Promise<string> {
  const parts: Html[] = [];
  for (const section of sections) parts.push(await sectionHtml(section, sections[0]));
  const broken = sections.flatMap((section) =>
    brokenFloors(section.metrics).map((name) => ({ name, section })),
  );
  const page = html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>HRD Shield: how well detection detects</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#sections">Skip to the numbers</a>
<header>
<h1>How well detection detects</h1>
<p class="lead">Coordinated attacks on one person, told from everything that looks like them.</p>
<p>Floors are judged on the point estimate; every number has its 95 % interval and its sample.
${broken.length === 0 ? 'No floor is broken.' : `${broken.length} floors are broken; they stand first.`}
Each part was run at the time it names, under the policy and the code it names.</p>
${broken.length === 0 ? undefined : html`<ul>${broken.map(({ name, section }) => html`<li>▲ <a href="#${anchorOf(section)}">${name}</a>, ${section.split}</li>`)}</ul>`}
<ul>${sections.map((one) => html`<li><a href="#${anchorOf(one)}">${one.title}</a>, ${one.split}, <time datetime="${one.ranAt}">${one.ranAt.slice(0, 16).replace('T', ' ')} UTC</time></li>`)}</ul>
</header>
<main id="sections">${parts}</main>
<footer><p>To get the same numbers, run the command that a part names, on the split that it names, under the same policy hash and code hash.</p></footer>
</body>
</html>
`;
  return page.text;
}

/** Both splits may have a section of one id. */
function anchorOf({ id, split }: EvalSection): string {
  return `${id}-${split}`;
}

/** @param first what other parts are read beside: a part of other rules or code says so */
async function sectionHtml(section: EvalSection, first: EvalSection = section): Promise<Html> {
  const charts: Html[] = [];
  for (const [at, chart] of section.charts.entries()) {
    charts.push(figureOf(await lineChart(chart), `${anchorOf(section)}-${at}`));
  }
  const judged = Object.entries(section.metrics)
    .map(([name, metric]) => ({ name, metric, standing: standingOf(metric) }))
    .sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing));
  const shown = judged.filter(({ standing }) => standing !== 'not-judged');
  const others = judged.filter(({ standing }) => standing === 'not-judged');
  return html`<section class="benchmark" id="${anchorOf(section)}">
<span class="tag">${section.split}</span>
<h2>${section.title}</h2>
<p class="quiet">Policy <code>${section.policyHash.slice(0, 16)}</code>, code <code>${section.codeHash}</code>,
${Math.round(section.seconds)} s, <code>${COMMANDS[section.id] ?? section.id}</code>, ${section.split}.</p>
${isOfOne(section, first) ? undefined : html`<p><strong>Made under another policy or other code than the part above all others: its numbers are not of that release.</strong></p>`}
${shown.length > 0 ? metricTable(shown) : undefined}
${charts}
${section.tables.filter(({ rows }) => rows.length > 0).map(tableHtml)}
${others.length > 0 ? html`<details><summary>${others.length} more numbers</summary>${metricTable(others)}</details>` : undefined}
<h3>How it was done</h3>
<ul>${section.method.map((line) => html`<li>${line}</li>`)}</ul>
<h3>What it cannot see</h3>
<ul>${section.limits.map((line) => html`<li>${line}</li>`)}</ul>
</section>`;
}

function isOfOne(a: EvalSection, b: EvalSection): boolean {
  return a.policyHash === b.policyHash && a.codeHash === b.codeHash;
}

interface Judged {
  readonly name: string;
  readonly metric: Metric;
  readonly standing: Standing;
}

function metricTable(rows: readonly Judged[]): Html {
  const bound = (metric: Metric, value: number | undefined) =>
    value === undefined ? '' : `${metric.better === 'lower' ? '≤' : '≥'} ${value}`;
  const body = rows.map(
    ({ metric, name, standing }) => html`<tr><th scope="row">${name}</th>
<td class="amount">${figure(rounded(metric.value))}</td>
<td class="amount">${figure(rounded(metric.low))} to ${figure(rounded(metric.high))}</td>
<td class="amount">${figure(Math.round(metric.sample))}</td><td>${metric.unit}</td>
<td class="amount">${bound(metric, metric.floor)}</td><td class="amount">${bound(metric, metric.goal)}</td>
<td><span class="state ${standing === 'broken' ? 'missed' : standing === 'goal' ? 'met' : ''}">${MARKS[standing]}</span></td></tr>`,
  );
  return html`<div class="scroll"><table><thead><tr><th scope="col">metric</th><th scope="col">value</th>
<th scope="col">95 % interval</th><th scope="col">sample</th><th scope="col">unit</th><th scope="col">floor</th>
<th scope="col">goal</th><th scope="col">stands</th></tr></thead><tbody>${body}</tbody></table></div>`;
}

function tableHtml({ head, rows, title }: SectionTable): Html {
  const body = rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  return html`<h3>${title}</h3><div class="scroll"><table><thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

import { judgementText, scaleOf } from './describe-group.ts';
import { formatFigure, formatInterval, formatSample } from './format-figure.ts';
import { benchmarkSection } from './page/benchmark-section.ts';
import { definitionBlock } from './page/definition-block.ts';
import { mark } from './page/figure-table.ts';
import { Html, html } from './page/html.ts';
import { PAGE_STYLE } from './page/page-style.ts';
import { planSection } from './plan/plan-section.ts';
import { planStanding } from './plan/plan-standing.ts';
import { resultJson } from './render-json.ts';
import type { BenchmarkResult, Report } from './result.ts';

/** One file for people: no script, nothing fetched, readable on paper and by a screen reader. */
export async function renderPage(report: Report): Promise<string> {
  const sections: Html[] = [];
  for (const result of report.results) sections.push(await benchmarkSection(result));
  const asOf = new Date(report.asOf).toISOString();
  const page = html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>HRD Shield: benchmark report</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#benchmarks">Skip to the benchmarks</a>
<header>
<h1>How well defenders were protected</h1>
<p class="lead">Benchmark report of HRD Shield. Facts up to <time datetime="${asOf}">${asOf.slice(0, 16).replace('T', ' ')} UTC</time>.</p>
${syntheticNote(report)}
<p>Every number shows its sample and, where it was sampled, a 95 % interval. Cases that are still open
count as open: they are never dropped. Each number leads to its definition and formula.
A target is this product's proposal. It is judged on real time and on people's decisions only.</p>
</header>
<main id="benchmarks">
<ul class="cards">${report.results.map(card)}</ul>
${planSection(planStanding(report.results.map(resultJson), report.asOf))}
${sections}
<h2>Definitions</h2>
${report.results.map(definitionBlock)}
</main>
<footer>
<p>To compute a number again: run its formula over the same facts with the freeze above, and
compare the definition hash.</p>
</footer>
</body>
</html>
`;
  return page.text;
}

function syntheticNote(report: Report): Html | undefined {
  if (!report.synthetic) return undefined;
  return html`<p class="note"><strong>Synthetic city.</strong> Nobody in these facts is real, so samples under the
minimum are shown instead of withheld. Event time ran faster than the wall clock, and waits of workflows
were shortened. Event time, real time and scaled time (real time times the scale) stand apart.</p>`;
}

function card(result: BenchmarkResult): Html {
  const { definition, groups } = result;
  const { unit, target, title, id } = definition;
  const group = groups[0];
  // Where nothing is aimed at, the first figure stands for all.
  const named = group?.figures.find(({ label }) => label === target?.of) ?? group?.figures[0];
  if (group === undefined || named === undefined) {
    return html`<li class="card"><a class="name" href="#${id}">${title}</a>
<span class="big words"><a href="#def-${id}">no data</a></span><small>nothing recorded</small></li>`;
  }
  const { figure, label } = named;
  const interval = formatInterval(figure, unit);
  const size = figure.kind === 'value' ? 'big' : 'big words';
  const scripted =
    group.decidedBy === 'scripts' ? html`<small>scripted responders</small>` : undefined;
  const clock =
    scaleOf(group) === undefined ? undefined : html`<small>real time, waits scaled</small>`;
  return html`<li class="card"><a class="name" href="#${id}">${title}</a>
<span class="${size}"><a href="#def-${id}">${formatFigure(figure, unit)}</a></span>
<small>${label}, n ${formatSample(figure)}</small>
${interval === '' ? undefined : html`<small>${interval}</small>`}${clock}${scripted}
<span class="state ${group.judgement.reached}">${mark(group)} ${judgementText(group)}</span></li>`;
}

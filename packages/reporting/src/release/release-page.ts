import type { Benchmark } from '@hrd-shield/policy';
import { Html, html } from '../page/html.ts';
import { PAGE_STYLE } from '../page/page-style.ts';
import { amountOf } from './amount-of.ts';
import { milestonesSection } from './milestones-section.ts';
import type { PublicFigure, Release, TableLoss } from './release.ts';
import { toldFigure } from './told-figure.ts';
import { trendSections } from './trend-section.ts';
import { REPORT_LANGUAGES, REPORT_WORDS, type ReportLanguage, type ReportWords } from './words.ts';

const TABLES = ['figures', 'trends', 'cells'].flatMap((name) => [`${name}.csv`, `${name}.parquet`]);
const DATA = [...TABLES, 'release.json'];
const PROOFS = ['dictionary.json', 'SHA256SUMS', 'SHA256SUMS.sig', 'publisher.pem'];

/** The report of a quarter in one language: no script, nothing fetched, readable on paper. */
export async function releasePage(
  release: Release,
  benchmarks: readonly Benchmark[],
  language: ReportLanguage,
): Promise<string> {
  const words = REPORT_WORDS[language];
  const { corrects, quarter } = release;
  const groups = [...new Set(release.figures.map(({ id }) => id))];
  const used = new Set(release.figures.map(({ benchmark }) => benchmark));
  const defined = benchmarks.filter(({ definition }) => used.has(definition.id));
  const sections = await Promise.all(groups.map((id) => figureSection(id, release, words)));
  const correction =
    corrects === undefined
      ? undefined
      : html`<p class="note"><strong>${words.corrected}</strong>: <code>${corrects.release}</code>. <span lang="en" dir="ltr">${corrects.reason}</span></p>`;
  return html`<!doctype html>
<html lang="${language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${words.title}: ${quarter}</title>
<style>${new Html(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#figures">${words.skip}</a>
<header>
<h1>${words.title}</h1>
<p class="lead">${words.lead}, <bdi>${quarter}</bdi>. <time datetime="${release.asOf}"><bdi>${release.asOf.slice(0, 10)}</bdi></time></p>
<nav aria-label="${REPORT_LANGUAGES.map((each) => REPORT_WORDS[each].name).join(', ')}"><p>${otherLanguages(language)}</p></nav>
${correction}${words.notes.map((note) => html`<p>${note}</p>`)}
</header>
<main id="figures">
${sections}
${milestonesSection(release, words)}
<section class="benchmark" id="protection"><h2>${words.protection}</h2>${lossTable(release.losses, words)}</section>
<section class="benchmark" id="files"><h2>${words.downloads}</h2>
<ul>${[...DATA, ...PROOFS].map((file) => html`<li><a href="${file}"><bdi>${file}</bdi></a></li>`)}</ul>
<p>${words.check}</p></section>
<h2>${words.definitions}</h2>
${defined.map((benchmark) => definitionOf(benchmark, words))}
</main>
<footer><p>${words.release}: <code>${release.release}</code>; ${words.run}: <code>${release.run}</code></p></footer>
</body>
</html>
`.text;
}

function otherLanguages(language: ReportLanguage): readonly Html[] {
  return REPORT_LANGUAGES.filter((each) => each !== language).map((each) => {
    const { direction, name } = REPORT_WORDS[each];
    return html`<a href="${each}.html" lang="${each}" dir="${direction}" hreflang="${each}">${name}</a>`;
  });
}

async function figureSection(id: string, release: Release, words: ReportWords): Promise<Html> {
  const figures = release.figures.filter((figure) => figure.id === id);
  const title = words.figures[id] ?? id;
  const head = words.columns.map((column) => html`<th scope="col">${column}</th>`);
  return html`<section class="benchmark" id="${id}"><h2>${title}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${head}</tr></thead>
<tbody>${figures.map((figure) => figureRow(figure, words))}</tbody></table></div>
${await trendSections(id, release, words)}</section>`;
}

function figureRow(figure: PublicFigure, words: ReportWords): Html {
  const { benchmark, label, slice } = figure;
  const name = `${sliceName(slice, words)}, ${words.labels[label] ?? label}`;
  const { interval, sample, value } = toldFigure(figure, words);
  return html`<tr><th scope="row">${name}</th><td class="amount"><a href="#def-${benchmark}">${value}</a></td>
<td class="amount">${interval}</td><td class="amount">${sample}</td></tr>`;
}

function sliceName(slice: string, words: ReportWords): string {
  if (slice === 'all') return words.all;
  return slice
    .split(';')
    .map((part) => words.values[part] ?? words.values[part.split('=')[1] ?? part] ?? part)
    .join(', ');
}

function lossTable(losses: readonly TableLoss[], words: ReportWords): Html {
  const head = words.losses.map((name) => html`<th scope="col">${name}</th>`);
  const count = (of: number): string => amountOf(of, 'count', words);
  const rows = losses.map(({ cells, complementary, refused, shown, small, table }) =>
    refused === null
      ? html`<tr><th scope="row"><bdi>${table}</bdi></th><td>${count(shown)} / ${count(cells)}</td><td>${count(small)}</td><td>${count(complementary)}</td></tr>`
      : html`<tr><th scope="row"><bdi>${table}</bdi></th><td colspan="3">${words.lossNote}: <bdi>${refused}</bdi></td></tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.protection}"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Definitions are written once, in English, and say so. */
function definitionOf({ definition, formulaHash }: Benchmark, words: ReportWords): Html {
  const { id, population, question, title } = definition;
  return html`<section class="definition" id="def-${id}"><h3 lang="en" dir="ltr">${title}</h3>
<dl><dt>${words.question}</dt><dd lang="en" dir="ltr">${question}</dd>
<dt>${words.counted}</dt><dd lang="en" dir="ltr">${population}</dd>
<dt>${words.hash}</dt><dd><code>${id} sha256:${formulaHash}</code></dd></dl></section>`;
}

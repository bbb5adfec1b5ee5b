import { labelSvg } from '../charts/render-svg.ts';
import { trendChart } from '../charts/trend-chart.ts';
import { escapeText, Html, html } from '../page/html.ts';
import { amountOf } from './amount-of.ts';
import type { Release, TrendPoint } from './release.ts';
import { toldFigure } from './told-figure.ts';
import { pointOf } from './trends.ts';
import type { ReportWords } from './words.ts';

/** What a figure was in each published quarter, drawn and as a table; nothing where it is the first. */
export async function trendSections(
  id: string,
  release: Release,
  words: ReportWords,
): Promise<readonly Html[]> {
  const trends = (release.trends ?? []).filter((trend) => trend.id === id);
  return Promise.all(
    trends.map(({ label, points, slice }) => {
      const own = release.figures
        .filter((each) => each.id === id && each.label === label && each.slice === slice)
        .map((figure) => pointOf(release.release, release.quarter, figure));
      return trendFigure(`trend-${id}-${label}`, [...points, ...own], {
        name: `${words.figures[id] ?? id}, ${words.labels[label] ?? label}`,
        words,
      });
    }),
  );
}

async function trendFigure(
  id: string,
  points: readonly TrendPoint[],
  { name, words }: { readonly name: string; readonly words: ReportWords },
): Promise<Html> {
  const { columns, otherwise, table, title } = words.trend;
  const drawn = await drawTrend(points, name, words);
  const latest = points.at(-1)?.formulaHash;
  const rows = points.map((point) => {
    const { interval, sample, value } = toldFigure(point, words);
    const note = point.formulaHash === latest ? undefined : html` (${otherwise})`;
    return html`<tr><th scope="row"><bdi>${point.quarter}</bdi>${note}</th><td class="amount">${value}</td>
<td class="amount">${interval}</td><td class="amount">${sample}</td><td><code>${point.release}</code></td></tr>`;
  });
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  return html`<figure><figcaption>${title}: ${name}</figcaption>
${new Html(labelSvg(drawn, id, escapeText))}
<details><summary>${table}</summary><div class="scroll" tabindex="0" role="region" aria-label="${title}: ${name}"><table><thead><tr>${head}</tr></thead>
<tbody>${rows}</tbody></table></div></details></figure>`;
}

/** Draws points in the words of a language; the description says what the drawing shows. */
export async function drawTrend(
  points: readonly TrendPoint[],
  name: string,
  words: ReportWords,
): ReturnType<typeof trendChart> {
  const unit = points.at(-1)?.unit ?? 'count';
  const told = points.map((point) => ({ point, ...toldFigure(point, words) }));
  return trendChart({
    title: `${words.trend.title}: ${name}`,
    description: told
      .map(({ interval, point, sample, value }) => {
        const how = [interval, sample].filter((each) => each !== '').join('; ');
        return `${point.quarter}: ${value}${how === '' ? '' : ` (${how})`}`;
      })
      .join(', '),
    table: {
      head: words.trend.columns,
      rows: told.map(({ interval, point, sample, value }) => [
        point.quarter,
        value,
        interval,
        sample,
        point.release,
      ]),
    },
    unit,
    places: told.map(({ point, sample }) => ({
      quarter: point.quarter,
      value: point.value,
      lower: point.state === 'value' ? point.lower : null,
      upper: point.upper,
      sample: sample === '' ? '' : `n ${sample}`,
      gap: gapOf(point, words),
      definition: point.formulaHash,
    })),
    write: (amount) => amountOf(amount, unit, words),
  });
}

function gapOf({ lower, state, unit }: TrendPoint, words: ReportWords): string {
  if (state === 'value') return '';
  return state === 'not-reached' ? `> ${amountOf(lower ?? 0, unit, words)}` : words.states[state];
}

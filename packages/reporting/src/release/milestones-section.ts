import { type Html, html } from '../page/html.ts';
import { amountOf } from './amount-of.ts';
import type { PublicMilestone, Release } from './release.ts';
import type { ReportWords } from './words.ts';

/** The implementation plan of a release: the state in a word, never in a colour alone. */
export function milestonesSection({ milestones }: Release, words: ReportWords): Html | '' {
  if (milestones === undefined || milestones.length === 0) return '';
  const { columns, note, title } = words.plan;
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  return html`<section class="benchmark" id="plan"><h2>${title}</h2>
<p>${note}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${head}</tr></thead>
<tbody>${milestones.map((each) => milestoneRow(each, words))}</tbody></table></div></section>`;
}

function milestoneRow(milestone: PublicMilestone, words: ReportWords): Html {
  const { benchmark, by, comparison, figure, owner, reason, state, target, unit } = milestone;
  const { owners, reasons, states } = words.plan;
  const name =
    figure === null
      ? html`<bdi lang="en">${benchmark}</bdi>`
      : html`<a href="#${figure}">${words.figures[figure] ?? figure}</a>`;
  const amount = amountOf(target, unit, words);
  return html`<tr><th scope="row">${name}</th><td class="amount"><bdi>${comparison} ${amount}</bdi></td>
<td><time datetime="${by}"><bdi>${by}</bdi></time></td><td>${owners[owner] ?? owner}</td>
<td><strong>${states[state]}</strong>: ${reasons[reason]}</td></tr>`;
}

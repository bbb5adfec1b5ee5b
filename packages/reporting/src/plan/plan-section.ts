import { formatFigure, formatSample } from '../format-figure.ts';
import { type Html, html } from '../page/html.ts';
import type { MilestoneStanding } from './plan-standing.ts';

const REASONS: Readonly<Record<MilestoneStanding['reason'], string>> = {
  met: 'met, and chance cannot explain it',
  'met-but-for-chance': 'met, but the interval reaches over the target',
  'missed-and-day-to-come': 'not met yet; there is time',
  'missed-and-day-near': 'not met, and its day is near',
  missed: 'not met by its day',
  'no-figure-and-day-to-come': 'no figure of people on real time yet',
  'no-figure': 'no figure by its day',
};

/** A milestone in words. */
export function reasonOf({ reason }: MilestoneStanding): string {
  return REASONS[reason];
}

/** The implementation plan: each target with its day, owner, state in a word, and why. */
export function planSection(plan: readonly MilestoneStanding[]): Html {
  const rows = plan.map((each) => {
    const unit = each.unit === 'share' ? 'ratio' : 'count';
    const target = formatFigure(
      { kind: 'value', value: each.target, interval: { lower: 0, upper: 0 }, n: 0, observed: 0 },
      unit,
    );
    return html`<tr><th scope="row"><a href="#def-${each.benchmark}">${each.benchmark}</a></th>
<td>${each.comparison} ${target}</td><td><time datetime="${each.by}">${each.by}</time></td><td>${each.owner}</td>
<td>${formatFigure(each.figure, unit)}, n ${formatSample(each.figure)}</td><td><strong>${each.state}</strong>: ${reasonOf(each)}</td></tr>`;
  });
  const head = ['Benchmark', 'Target', 'By', 'Owner', 'Now', 'State'].map(
    (name) => html`<th scope="col">${name}</th>`,
  );
  return html`<section class="benchmark" id="plan"><h2>Implementation plan</h2>
<p>Targets are proposals of this product, never of an authority.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Implementation plan"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

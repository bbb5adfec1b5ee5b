import { targetText } from '../describe-group.ts';
import type { BenchmarkResult } from '../result.ts';
import { type Html, html } from './html.ts';

const STATISTICS = {
  'km-quantiles': 'quantiles of a survival curve (Kaplan–Meier), open cases counted as open',
  quantiles: 'quantiles, the smallest value with the share reached',
  'signed-quantiles': 'quantiles of times that may be negative, none of them left out',
  ratio: 'share, with Wilson interval',
  'clustered-ratio':
    'share, with Wilson interval at the effective sample size: cases of one person count together',
  parity: 'share of the best slice over that of the worst, with interval (Katz)',
  incidence: 'share that ended in each way by the horizon, where ends compete (Aalen–Johansen)',
  captured:
    'number reckoned from two looks, what neither saw included (Chapman), with interval (Chao)',
  count: 'count; where it is divided by exposure, with Poisson interval (Byar)',
} as const;

/** Everything that a stranger needs to compute the number again. */
export function definitionBlock(result: BenchmarkResult): Html {
  const { definition, formulaHash } = result;
  const exclusions = definition.exclusions.map((each) => html`<li>${each}</li>`);
  const revisions = definition.revisions.map(
    (each) => html`<li>${each.version}: ${each.change}</li>`,
  );
  const rows: readonly (readonly [string, Html])[] = [
    ['question', html`${definition.question}`],
    ['counted', html`${definition.population}`],
    ...(exclusions.length === 0 ? [] : ([['left out', html`<ul>${exclusions}</ul>`]] as const)),
    ['statistic', html`${STATISTICS[definition.statistic]}`],
    ...(definition.by === undefined ? [] : ([['sliced by', html`${definition.by}`]] as const)),
    ...(definition.target === undefined
      ? []
      : ([
          ['target', html`${targetText(definition)}; a proposed default, not of any authority`],
        ] as const)),
    ['smallest sample', html`${definition.minimumCell}; smaller ones are withheld`],
    ['answers', html`${answers(definition.recommendation)}`],
    ['owner', html`${definition.owner}`],
    ['revisions', html`<ul>${revisions}</ul>`],
    ['definition hash', html`<code>sha256:${formulaHash}</code>`],
  ];
  const list = rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`);
  return html`<section class="definition" id="def-${definition.id}">
<h3>${definition.title} <code class="quiet">${definition.id}</code></h3>
<dl>${list}</dl>
<details><summary>Formula</summary><pre tabindex="0"><code>${definition.sql.trim()}</code></pre></details>
</section>`;
}

function answers(recommendation: string): string {
  return recommendation === 'pipeline'
    ? 'what the pipeline owes'
    : `recommended action ${recommendation}`;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import {
  isThreshold,
  loadRuleTexts,
  type RuleLeaf,
  type RuleTexts,
  readRuleTree,
  ruleFilesOf,
  unitOf,
} from '@hrd-shield/policy';
import { cell, table } from '../../packages/contracts/scripts/markdown.ts';

const RULES = 'packages/policy/rules';

const INTRODUCTION = `# Method: every number, and what breaks when it moves

Generated from \`${RULES}\`; \`breaks.yaml\` there says what a lower and a higher value would break,
\`reviews.yaml\` who answers for each file and when it was last looked through. \`npm run check\` fails
when a number has no text or this page has drifted. No number that detection or response decides by
lives in code.

How to read it: *less* and *more* are about the number itself. Of a curve, given as \`[x, log-odds]\`
points, *less* is fewer log-odds at the same x; of a list, fewer entries. To see what a change does
before it is made: \`hrd-shield policy diff\` and \`hrd-shield policy simulate\`. Words and names of
measures are in [reference/measures.md](reference/measures.md), detectors in
[detectors.md](detectors.md).
`;

/** The page of all thresholds. @throws ShieldError `config.invalid`, naming numbers without a text */
export function methodPage(root: string): string {
  const folder = join(root, RULES);
  const texts = loadRuleTexts(folder);
  const sections: string[] = [];
  const lacking: string[] = [];
  for (const file of ruleFilesOf(folder)) {
    if (file === 'breaks.yaml' || file === 'reviews.yaml') continue;
    const { leaves } = readRuleTree(readFileSync(join(folder, file), 'utf8'));
    const numbers = leaves.filter(isThreshold);
    if (numbers.length === 0) continue;
    for (const { path } of numbers) {
      if (texts.breakOf(file, path) === undefined) lacking.push(`${file} ${path}`);
    }
    sections.push(section(file, { leaves, numbers, texts }));
  }
  if (lacking.length > 0) {
    const detail = `${RULES}/breaks.yaml says nothing of ${lacking.join(', ')}`;
    throw new ShieldError('config.invalid', { detail });
  }
  return [INTRODUCTION, ...sections].join('\n');
}

interface Told {
  readonly leaves: readonly RuleLeaf[];
  readonly numbers: readonly RuleLeaf[];
  readonly texts: RuleTexts;
}

function section(file: string, { leaves, numbers, texts }: Told): string {
  const review = texts.reviewOf(file);
  const rows = numbers.map((leaf) => {
    const { less = '', more = '' } = texts.breakOf(file, leaf.path) ?? {};
    return [
      `\`${leaf.path}\``,
      `\`${cell(shown(leaf.value))}\``,
      cell(unitOf(leaf)),
      cell(leaf.source ?? ownSource(leaves, leaf.path) ?? review?.source ?? ''),
      cell(less),
      cell(more),
    ];
  });
  const head = ['number', 'value', 'unit', 'source', 'less breaks', 'more breaks'];
  const by =
    review === undefined ? '' : `Owner: ${review.owner}; looked through ${review.reviewed}.\n\n`;
  return `## ${file}\n\n${by}${table(head, rows)}\n`;
}

/** The sources of the entry that a bare number stands in. */
function ownSource(leaves: readonly RuleLeaf[], path: string): string | undefined {
  for (let at = path; at.includes('.'); ) {
    at = at.slice(0, at.lastIndexOf('.'));
    const found = leaves.find((leaf) => leaf.path === `${at}.sources`);
    if (Array.isArray(found?.value)) return found.value.join('; ');
  }
  return undefined;
}

/** Long lists are told by their beginning; the file has the rest. */
const SHOWN_CHARS = 90;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN_CHARS ? text : `${text.slice(0, SHOWN_CHARS)}…`;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchmarkDefinition } from '@hrd-shield/contracts';
import { loadMeasureCatalogue } from '@hrd-shield/policy';
import { parse } from 'yaml';
import { cell, table } from '../../packages/contracts/scripts/markdown.ts';

const RULES = 'packages/policy/rules';

/** Reference pages of what is defined in rule files: benchmarks, thresholds, measures. */
export function rulePages(root: string): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const rules = join(root, RULES);
  if (existsSync(join(rules, 'benchmarks'))) {
    pages.set('docs/reference/benchmarks.md', benchmarksPage(join(rules, 'benchmarks')));
  }
  if (existsSync(join(rules, 'detection.yaml'))) {
    const text = readFileSync(join(rules, 'detection.yaml'), 'utf8');
    const stages = readFileSync(join(rules, 'stages.yaml'), 'utf8');
    const all = { ...parse(text), stages: parse(stages) };
    pages.set('docs/reference/thresholds.md', thresholdsPage(all));
  }
  const raw: unknown = parse(readFileSync(join(rules, 'measures.yaml'), 'utf8'));
  pages.set('docs/reference/measures.md', measuresPage(loadMeasureCatalogue(rules), raw));
  return pages;
}

function benchmarksPage(folder: string): string {
  const definitions = readdirSync(folder)
    .sort()
    .map((file) => BenchmarkDefinition.parse(parse(readFileSync(join(folder, file), 'utf8'))));
  const sections = definitions.map((one) =>
    [
      `## ${one.title}\n`,
      `\`${one.id}\`, answers ${one.recommendation}. ${one.question}\n`,
      `- Population: ${one.population}`,
      ...one.exclusions.map((exclusion) => `- Left out: ${exclusion}`),
      `- Statistic: ${one.statistic}${one.by === undefined ? '' : ` by ${one.by}`}, in ${one.unit}`,
      one.target === undefined
        ? '- No target: reported as it is'
        : `- Proposed target: ${one.target.of} ${one.target.comparison} ${one.target.value}`,
      `- Smallest sample shown: ${one.minimumCell}`,
      `- Owner: ${one.owner}; version ${one.revisions.at(-1)?.version ?? 1}`,
      `\n\`\`\`sql\n${one.sql.trim()}\n\`\`\`\n`,
    ].join('\n'),
  );
  return [
    '# Benchmarks\n',
    `Generated from \`${RULES}/benchmarks\`. Targets are proposals of this product, not of any authority.\n`,
    ...sections,
  ].join('\n');
}

/** A number of the detection policy, with its unit and source. */
interface Threshold {
  readonly value: unknown;
  readonly unit: string;
  readonly source: string;
  readonly owner: string;
}

function thresholdsPage(policy: unknown): string {
  const rows = flatten(policy, '').map(([path, one]) => [
    `\`${path}\``,
    `\`${cell(JSON.stringify(one.value))}\``,
    cell(one.unit),
    cell(one.source),
    cell(one.owner),
  ]);
  return [
    '# Thresholds\n',
    `Generated from \`${RULES}/detection.yaml\` and \`stages.yaml\`: every number that detection decides by. Log-odds are natural logarithms.\n`,
    table(['name', 'value', 'unit', 'source', 'owner'], rows),
    '',
  ].join('\n');
}

function flatten(at: unknown, path: string): readonly (readonly [string, Threshold])[] {
  if (typeof at !== 'object' || at === null || Array.isArray(at)) return [];
  if ('value' in at && 'unit' in at) return [[path, at as Threshold]];
  return Object.entries(at).flatMap(([name, inner]) =>
    flatten(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** One section a measure; every property of the file is shown, so that none is forgotten here. */
function measuresPage(catalogue: ReturnType<typeof loadMeasureCatalogue>, raw: unknown): string {
  const { limits, measures: rawMeasures } = raw as RawCatalogue;
  const automatic = catalogue.measures.filter(({ automaticAt }) => automaticAt !== 'never').length;
  const overview = catalogue.measures.map((measure) => [
    `[${measure.id}](#${measure.id})`,
    measure.answers.join(' '),
    measure.subject,
    `${measure.harm}, ${measure.harmOn}`,
    measure.consent,
    measure.automaticAt,
    `${measure.lifetimeHours} to ${measure.longestHours} h`,
  ]);
  const sections = catalogue.measures.map((measure, i) => {
    const { id, words, undo, parameters: _, ...rest } = measure;
    const rows = Object.entries(rest).map(([name, value]) => [`\`${name}\``, cell(shown(value))]);
    const leaves = flatten(rawMeasures[i]?.parameters ?? {}, '').map(([name, one]) => [
      `\`parameters.${name}\``,
      cell(`${String(one.value)} (${one.unit}; ${one.source})`),
    ]);
    return `## ${id}\n\n${words} Undone: ${undo}\n\n${table(['property', 'value'], [...rows, ...leaves])}\n`;
  });
  return [
    '# Measures\n',
    `Generated from \`${RULES}/measures.yaml\`, version ${catalogue.version}: ${catalogue.measures.length} measures, ${automatic} of which need nobody at their tier. Nothing is applied that is not listed here. Quotas bind only what is done to others without a person; they never stop a measure on the defender's own side, and never delay direct harm.\n`,
    '## All of them\n',
    table(['measure', 'answers', 'acts on', 'harm', 'consent', 'automatic at', 'life'], overview),
    '\n## What holds for all\n',
    table(
      ['name', 'value', 'unit', 'source', 'owner'],
      flatten(limits, '').map(([name, one]) => [
        `\`${name}\``,
        cell(JSON.stringify(one.value)),
        cell(one.unit),
        cell(one.source),
        cell(one.owner),
      ]),
    ),
    '',
    ...sections,
  ].join('\n');
}

interface RawCatalogue {
  readonly limits: unknown;
  readonly measures: readonly { readonly parameters?: unknown }[];
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join('; ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BenchmarkDefinition, ShieldError, THREATS } from '@hrd-shield/contracts';
import { parse } from 'yaml';
import type { z } from 'zod';
import { readBenchmark } from '../benchmarks/load-benchmarks.ts';
import { SufficientRules } from '../benchmarks/load-sufficient-sets.ts';
import { CrisisRules } from '../crises/crisis-rules.ts';
import { loadCrisisWindows } from '../crises/load-crisis-windows.ts';
import { CustodyFile } from '../custody/load-custody-policy.ts';
import { DesignationRules } from '../designation/load-designation-policy.ts';
import { DetectionRules } from '../detection/detection-policy-schema.ts';
import { ContextPack } from '../detection/load-context-packs.ts';
import { loadDetectionPolicy } from '../detection/load-detection-policy.ts';
import { DisclosureFile } from '../disclosure/disclosure-rules.ts';
import { AttributeRules } from '../disclosure/load-attribute-rules.ts';
import { ParityRules } from '../disclosure/load-parity-plan.ts';
import { ReleaseRules } from '../disclosure/load-release-plan.ts';
import { HoldRules } from '../hold/hold-rules.ts';
import { loadHoldPolicy } from '../hold/load-hold-policy.ts';
import { PlanRules } from '../improvement/load-implementation-plan.ts';
import { ImprovementRules } from '../improvement/load-improvement-policy.ts';
import { IntakeRules } from '../intake/load-intake-policy.ts';
import { loadProtectionPolicy } from '../protection/load-protection-policy.ts';
import { MeasureRules, MeasureWordsRules } from '../protection/measure-rules.ts';
import { PlaybookRules, ResponseRules } from '../protection/protection-rules.ts';
import { RotaRules } from '../protection/rota-rules.ts';
import { loadRegions, RegionRules } from '../regions/index.ts';
import { RowAccessRules } from '../row-access/load-row-access-policy.ts';
import { loadStagePolicy } from '../stages/load-stage-policy.ts';
import { loadRuleTexts, RULES_FOLDER, type RuleTexts, ruleFilesOf } from './rule-texts.ts';
import { isThreshold, type RuleTree, readRuleTree } from './rule-tree.ts';

/** What a check found. Errors are refused; warnings and notes are for the reviewer. */
export interface RuleFinding {
  readonly level: 'error' | 'warning' | 'note';
  /** Path inside the folder; empty for what concerns the whole of it. */
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

/** The first that fits says what a file must look like. */
const SHAPES: readonly (readonly [RegExp, z.ZodType | undefined])[] = [
  [/^detection\.yaml$/, DetectionRules],
  [/^(stages|remedy)\.yaml$/, undefined],
  [/^context\/[^/]+$/, ContextPack],
  [/^measures\.yaml$/, MeasureRules],
  [/^playbooks\/response\.yaml$/, ResponseRules],
  [/^playbooks\/[^/]+$/, PlaybookRules],
  [/^words\/[^/]+$/, MeasureWordsRules],
  [/^hold\.yaml$/, HoldRules],
  [/^attributes\.yaml$/, AttributeRules],
  [/^disclosure\.yaml$/, DisclosureFile],
  [/^sufficient\.yaml$/, SufficientRules],
  [/^release\.yaml$/, ReleaseRules],
  [/^parity\.yaml$/, ParityRules],
  [/^plan\.yaml$/, PlanRules],
  [/^improvement\.yaml$/, ImprovementRules],
  [/^rota\.yaml$/, RotaRules],
  [/^custody\.yaml$/, CustodyFile],
  [/^designation\.yaml$/, DesignationRules],
  [/^intake\.yaml$/, IntakeRules],
  [/^row-access\.yaml$/, RowAccessRules],
  [/^crises\/[^/]+$/, CrisisRules],
  [/^regions\/[^/]+$/, RegionRules],
  [/^benchmarks\/[^/]+$/, BenchmarkDefinition],
  [/^(breaks|reviews)\.yaml$/, undefined],
];

const DAY_MS = 86_400_000;

interface RuleFile {
  readonly file: string;
  readonly text: string;
  readonly tree: RuleTree;
}

/**
 * Checks every rule file of a folder: shape, references, playbooks, ladders and approvers, texts,
 * owners and dates of review.
 * @param today epoch ms; reviews are overdue by it
 * @returns errors first, then by file and line
 * @throws ShieldError `config.invalid` when the folder cannot be read
 */
export function checkRules(folder: string, today: number): readonly RuleFinding[] {
  const files = ruleFilesOf(folder).map((file): RuleFile => {
    const text = readFileSync(join(folder, file), 'utf8');
    return { file, text, tree: readRuleTree(text) };
  });
  const texts = textsOf(folder, files);
  const shapes = files.flatMap(shapeFindings);
  const findings = [
    ...(files.length === 0
      ? [{ level: 'error', ...WHOLE, says: 'there is no rule file' } as const]
      : []),
    ...shapes,
    ...(shapes.some(({ level }) => level === 'error') ? [] : wholeFindings(folder, files)),
    ...playbookFindings(files),
    ...files.flatMap((one) => reviewFindings(one, texts, today)),
  ];
  const order = ['error', 'warning', 'note'];
  return findings.sort(
    (a, b) =>
      order.indexOf(a.level) - order.indexOf(b.level) ||
      (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line),
  );
}

const WHOLE = { file: '', line: 0 } as const;

/** Companion files of the folder, or those of this version where it has none. */
function textsOf(folder: string, files: readonly RuleFile[]): RuleTexts {
  const has = (name: string) => files.some(({ file }) => file === name);
  return loadRuleTexts(has('breaks.yaml') && has('reviews.yaml') ? folder : RULES_FOLDER);
}

function shapeFindings({ file, text, tree }: RuleFile): readonly RuleFinding[] {
  if (tree.faults.length > 0) {
    return tree.faults.map(({ line, says }) => ({ level: 'error', file, line, says }));
  }
  const shape = SHAPES.find(([pattern]) => pattern.test(file));
  if (shape === undefined) {
    return [{ level: 'warning', file, line: 1, says: 'nobody reads this file' }];
  }
  const parsed = shape[1]?.safeParse(parse(text));
  if (parsed === undefined || parsed.success) return [];
  return parsed.error.issues.flatMap(flat).map((issue) => ({
    level: 'error',
    file,
    line: tree.lineOf(issue.path),
    says: `${issue.path.join('.') || 'the file'}: ${issue.message}`,
  }));
}

/** Unknown keys are told one by one, where they stand. */
function flat(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    message: 'nobody reads this key',
  }));
}

/** What only shows when the files are read together, as services do. */
function wholeFindings(folder: string, files: readonly RuleFile[]): readonly RuleFinding[] {
  const has = (name: string) => files.some(({ file }) => file === name);
  const loads: readonly (readonly [string, () => unknown])[] = [
    ['detection.yaml', () => loadDetectionPolicy(join(folder, 'detection.yaml'))],
    ['stages.yaml', () => loadStagePolicy(join(folder, 'stages.yaml'))],
    ['measures.yaml', () => loadProtectionPolicy(folder)],
    ['hold.yaml', () => loadHoldPolicy(folder)],
  ];
  return [
    ...loads.flatMap(([file, load]) => (has(file) ? refusals(load, file, files) : [])),
    ...refusals(() => loadCrisisWindows(join(folder, 'crises')), 'crises', files),
    ...refusals(() => loadRegions(join(folder, 'regions')), 'regions', files),
    ...files
      .filter(({ file }) => file.startsWith('benchmarks/'))
      .flatMap(({ file, text }) =>
        refusals(() => readBenchmark(basename(file), text), file, files),
      ),
  ];
}

function refusals(
  load: () => unknown,
  file: string,
  files: readonly RuleFile[],
): readonly RuleFinding[] {
  try {
    load();
    return [];
  } catch (error) {
    if (!(error instanceof ShieldError)) throw error;
    const [, said = error.message] =
      /^config\.invalid: (?:[a-z ]+rules: )?([\s\S]*)$/.exec(error.message) ?? [];
    return said
      .split('; ')
      .map((says) => ({ level: 'error', ...placeOf(says, file, files), says }));
  }
}

/** Where the thing that a refusal names stands; the file that was read where it names none. */
function placeOf(
  says: string,
  file: string,
  files: readonly RuleFile[],
): { readonly file: string; readonly line: number } {
  const [, prefix = ''] = /^([a-z-]+):/.exec(says) ?? [];
  const own = files.find(
    (one) => one.file === `playbooks/${prefix}.yaml` || one.file === `${prefix}.yaml`,
  );
  const word = /called ([\w-]+)|(?:for|to|has|holds) ([\w-]+)$/.exec(says);
  const name = word?.[1] ?? word?.[2];
  for (const one of own === undefined ? files : [own]) {
    const leaf = one.tree.leaves.find(
      ({ value }) => value === name || (Array.isArray(value) && value.includes(name)),
    );
    if (name !== undefined && leaf !== undefined) return { file: one.file, line: leaf.line };
  }
  return { file: own?.file ?? file, line: 1 };
}

/** Each threat has a playbook, or falls to the one that is declared for the others. */
function playbookFindings(files: readonly RuleFile[]): readonly RuleFinding[] {
  const books = files.filter(({ file }) => file.startsWith('playbooks/'));
  if (books.length === 0) return [];
  const told = new Set(
    books.flatMap(({ tree }) =>
      tree.leaves.filter(({ path }) => path === 'threat').map(({ value }) => value),
    ),
  );
  const response = books.find(({ file }) => file === 'playbooks/response.yaml');
  const hasFallback =
    response?.tree.leaves.some(({ path }) => path.startsWith('fallback.guard.task')) === true;
  return THREATS.filter((threat) => !told.has(threat)).map((threat) => ({
    level: hasFallback ? 'note' : 'error',
    file: response?.file ?? 'playbooks/response.yaml',
    line: 1,
    says: hasFallback
      ? `${threat} has no playbook of its own; the declared fallback holds: a person looks`
      : `${threat} has no playbook, and no fallback with a task at guard is declared`,
  }));
}

function reviewFindings(
  { file, tree }: RuleFile,
  texts: RuleTexts,
  today: number,
): readonly RuleFinding[] {
  const review = texts.reviewOf(file);
  if (review === undefined) {
    const says = 'reviews.yaml names neither an owner nor a source nor a date of review';
    return [{ level: 'warning', file, line: 1, says }];
  }
  const unsaid =
    file === 'breaks.yaml' || file === 'reviews.yaml'
      ? []
      : tree.leaves
          .filter((leaf) => isThreshold(leaf) && texts.breakOf(file, leaf.path) === undefined)
          .map(({ path, line }): RuleFinding => {
            const says = `${path}: breaks.yaml does not say what breaks when it moves`;
            return { level: 'error', file, line, says };
          });
  return [...unsaid, ...dateFindings(file, tree, { texts, today, registered: review.reviewed })];
}

function dateFindings(
  file: string,
  tree: RuleTree,
  by: { readonly texts: RuleTexts; readonly today: number; readonly registered: string },
): readonly RuleFinding[] {
  const inside = tree.leaves.find(({ path }) => path === 'reviewed');
  const reviewed = typeof inside?.value === 'string' ? inside.value : by.registered;
  const age = Math.floor((by.today - Date.parse(reviewed)) / DAY_MS);
  const line = inside?.line ?? 1;
  if (age < -1) {
    return [{ level: 'warning', file, line, says: `its review of ${reviewed} lies in the future` }];
  }
  if (age <= by.texts.reviewEveryDays) return [];
  const says = `looked through ${age} days ago, due every ${by.texts.reviewEveryDays}`;
  return [{ level: 'warning', file, line, says }];
}

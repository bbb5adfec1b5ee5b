import { ShieldError } from '@hrd-shield/contracts';
import { checkRules, loadRuleTexts, RULES_FOLDER, type RuleFinding } from '@hrd-shield/policy';
import type { Command } from 'commander';
import { diffRules, kindOf, type RuleChange, readRuleSet } from '../policy/diff-rules.ts';
import { EXIT } from '../shell/exit-codes.ts';
import type { Shell } from '../shell/shell.ts';
import { instantOf } from './open-facts.ts';
import { registerSimulate } from './simulate.ts';

/** `policy`: rules as data, checked, compared and tried before they hold. */
export function registerPolicy(program: Command, shell: Shell): void {
  const policy = program
    .command('policy')
    .description('check rule files, tell what a change changes, and try it before it holds');
  policy
    .command('check')
    .argument('[folder]', 'rule folder; that of this version when absent')
    .option('--today <date>', 'reviews are overdue by this day, as 2026-11-22; today when absent')
    .description('every rule file: shape, references, playbooks, ladders, owners, reviews')
    .action((folder: string | undefined, { today }: { readonly today?: string }) =>
      check(folder ?? RULES_FOLDER, today, shell),
    );
  policy
    .command('diff')
    .argument('<before>', 'rule folder or file')
    .argument('[after]', 'rule folder or file; with one argument the change is from this version')
    .option('--as <file>', 'what single files are among the rules, such as playbooks/raid.yaml')
    .description('what changes between two sets of rules, in words')
    .action((before: string, after: string | undefined, options: { readonly as?: string }) =>
      diff(before, after, { shell, ...options }),
    );
  registerSimulate(policy, shell);
}

function check(folder: string, day: string | undefined, shell: Shell): void {
  const today = instantOf(day, Date.now());
  if (today === undefined) {
    throw new ShieldError('config.invalid', { detail: '--today takes a day such as 2026-11-22' });
  }
  if (kindOf(folder) === 'file') {
    const detail = 'a whole rule folder is checked: files refer to each other';
    throw new ShieldError('config.invalid', { detail });
  }
  const findings = checkRules(folder, today);
  const count = (level: RuleFinding['level']) =>
    findings.filter((finding) => finding.level === level).length;
  const counts = { errors: count('error'), warnings: count('warning'), notes: count('note') };
  shell.answer(
    { folder, ...counts, findings },
    [
      ...findings.map(lineOf),
      `${counts.errors} errors, ${counts.warnings} warnings, ${counts.notes} notes in ${folder}`,
    ],
    counts.errors === 0 ? EXIT.done : EXIT.fault,
  );
}

function lineOf({ level, file, line, says }: RuleFinding): string {
  const place = file === '' ? '' : `${file}:${line}: `;
  return `${place}${level}: ${says}`;
}

function diff(
  before: string,
  after: string | undefined,
  { shell, as }: { readonly shell: Shell; readonly as?: string },
): void {
  const [from, to] = after === undefined ? [RULES_FOLDER, before] : [before, after];
  const isFile = kindOf(to) === 'file';
  if (as !== undefined && !isFile) {
    throw new ShieldError('config.invalid', { detail: '--as is for single files' });
  }
  const fresh = readRuleSet(to, as);
  const names = [...fresh.keys()];
  // A single file says nothing of the files beside it.
  const old = isFile ? readRuleSet(from, names[0]) : readRuleSet(from);
  if (isFile && old.size === 0) {
    const detail = `no rule file is called ${names[0] ?? to}: say which one it is with --as`;
    throw new ShieldError('config.invalid', { detail });
  }
  const changes = diffRules(old, fresh, loadRuleTexts());
  shell.answer({ from, to, changes }, [
    ...changes.flatMap(changeLines),
    changes.length === 0 ? 'nothing changes' : `${changes.length} changes`,
  ]);
}

function changeLines({ file, says, risk }: RuleChange): readonly string[] {
  return [`${file}: ${says}`, ...(risk === undefined ? [] : [`    may break: ${risk}`])];
}

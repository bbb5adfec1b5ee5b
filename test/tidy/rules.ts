import { DOCUMENTED_EXPORTS, undocumentedFindings } from './documented-exports.ts';
import type { Finding, SourceFile } from './finding.ts';
import { stripComments } from './strip-comments.ts';

const SOURCE_LINES_MAX = 350;
const TEST_LINES_MAX = 500;
const PROSE = /\.(md|json|ya?ml|sql|sh|cjs)$/;

interface LineRule {
  readonly rule: string;
  readonly says: string;
  readonly applies: (path: string) => boolean;
  readonly pattern: RegExp;
  /** Whether the rule reads comments as well. */
  readonly comments: boolean;
  /** What makes it right when it stands a few lines above. */
  readonly unlessUnder?: RegExp;
  /** Whether the pattern begins on a line and may end on a later one. */
  readonly overLines?: boolean;
}

const LINES_ABOVE = 6;
const LINES_OVER = 40;

const isTest = (path: string) => path.startsWith('test/') || /\.test\.ts$/.test(path);
const isSource = (path: string) => path.endsWith('.ts');
const isProduct = (path: string) =>
  isSource(path) && !isTest(path) && /^(packages|services|workflows|infra)\//.test(path);
const isPure = (path: string) =>
  isSource(path) && !isTest(path) && /^(packages\/domain|workflows)\//.test(path);
/** Workflows read the clock of their history; the domain reads none. */
const isTimeless = (path: string) => isPure(path) && path.startsWith('packages/domain/');
const isSeeded = (path: string) => isPure(path) || /^packages\/world\/.*\.ts$/.test(path);
/** Entry points, the body that all of them share, and what starts other processes. */
const touchesProcess = (path: string) =>
  path === 'packages/runtime/src/lifecycle/run-service.ts' ||
  /(^|\/)(main|cli)\.ts$/.test(path) ||
  /^(packages\/cli|infra)\/|\/scripts\//.test(path);

const LINE_RULES: readonly LineRule[] = [
  {
    rule: 'process-at-the-edge',
    says: 'process is for main.ts and the command line; pass the value in',
    applies: (path) => isProduct(path) && !touchesProcess(path),
    pattern: /(?<![\w.'"`-])process\.\w/,
    comments: false,
  },
  {
    rule: 'no-clock-in-pure-rooms',
    says: 'pass the time in',
    applies: isTimeless,
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/,
    comments: false,
  },
  {
    rule: 'no-chance-in-seeded-rooms',
    says: 'pass a seeded generator in',
    applies: isSeeded,
    pattern: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/,
    comments: false,
  },
  {
    rule: 'no-bare-error',
    says: 'a fault of the world is a ShieldError with a code, a fault of the programmer an invariant',
    applies: isProduct,
    pattern: /\bnew Error\(/,
    comments: false,
  },
  {
    rule: 'no-module-mocks',
    says: 'pass another dependency instead of replacing a module',
    applies: (path) => isSource(path) && !path.startsWith('test/tidy'),
    pattern: /\bvi\.(do)?[mM]ock\(/,
    comments: false,
  },
  {
    rule: 'no-sleeps-in-tests',
    says: 'poll with a bound',
    applies: (path) => /\.test\.ts$/.test(path) && !path.startsWith('test/tidy'),
    pattern: /\bsetTimeout\(/,
    comments: false,
    unlessUnder: /\b(while|for) \(/,
  },
  {
    rule: 'no-exit',
    says: 'set process.exitCode and let the process drain',
    applies: (path) => isProduct(path) && path.startsWith('services/'),
    pattern: /\bprocess\.exit\(/,
    comments: false,
  },
  {
    rule: 'topics-by-id',
    says: 'take the name from TOPICS of contracts',
    applies: (path) => isProduct(path) && !path.startsWith('packages/contracts/'),
    pattern: /['"`](shield|platform)\.[a-z-]+\.v\d+['"`]/,
    comments: false,
  },
  {
    rule: 'pure-contracts',
    says: "import what runs from '@hrd-shield/contracts/pure', and the rest as types",
    applies: isPure,
    pattern: /^(import|export) (?!type\b)[^;]*from '@hrd-shield\/contracts';/,
    comments: false,
    overLines: true,
  },
  {
    rule: 'no-working-notes',
    says: 'open an issue, or do it',
    applies: (path) => (isSource(path) || PROSE.test(path)) && !path.startsWith('test/tidy'),
    pattern: /\b(TODO|FIXME|XXX|HACK)\b/,
    comments: true,
  },
  {
    rule: 'no-machine-paths',
    says: "the tree does not know anybody's machine",
    applies: (path) => (isSource(path) || PROSE.test(path)) && !path.startsWith('test/tidy'),
    pattern: /(?<![\w.$}])\/(work|home|root|Users)\/\w/,
    comments: true,
  },
  {
    rule: 'no-dead-comments',
    says: 'delete code instead of commenting it out',
    applies: (path) => isSource(path) && !path.startsWith('test/tidy'),
    pattern:
      /^\s*\/\/\s*(const|let|if|return|import|export|await|for|function|throw|expect)\b.*[;{]\s*$/,
    comments: true,
  },
];

const BANNED_NAME = /(^|-)(utils?|helpers?|manager|common|misc|stuff)(-|$)/;
const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;

/**
 * The house rules that no other tool checks.
 * @param files the tree, or a planted part of it
 * @returns what breaks a rule; empty when all is well
 */
export function tidy(files: readonly SourceFile[]): readonly Finding[] {
  return [
    ...files.flatMap((file) => [
      ...nameFindings(file),
      ...sizeFindings(file),
      ...lineFindings(file),
    ]),
    ...undocumentedFindings(files),
  ];
}

function nameFindings({ path }: SourceFile): readonly Finding[] {
  if (!isSource(path)) return [];
  const parts = path.split('/').map((part) => part.replace(/(\.[a-z-]+)+$/, ''));
  const findings: Finding[] = [];
  const banned = parts.find((part) => BANNED_NAME.test(part));
  if (banned !== undefined) {
    findings.push({ rule: 'names-that-say', path, line: 1, says: `'${banned}' says nothing` });
  }
  const odd = path.split('/').find((part) => !KEBAB.test(part));
  if (odd !== undefined) {
    findings.push({ rule: 'kebab-case', path, line: 1, says: `'${odd}' is not kebab-case` });
  }
  return findings;
}

function sizeFindings({ path, text }: SourceFile): readonly Finding[] {
  if (!isSource(path)) return [];
  const lines = text.split('\n').length - 1;
  const most = isTest(path) ? TEST_LINES_MAX : SOURCE_LINES_MAX;
  if (lines <= most) return [];
  return [{ rule: 'small-files', path, line: lines, says: `${lines} lines, at most ${most}` }];
}

function lineFindings({ path, text }: SourceFile): readonly Finding[] {
  const rules = LINE_RULES.filter(({ applies }) => applies(path));
  if (rules.length === 0) return [];
  const all = text.split('\n');
  const code = isSource(path) ? stripComments(text).split('\n') : all;
  return rules.flatMap(({ rule, says, pattern, comments, unlessUnder, overLines }) => {
    const lines = comments ? all : code;
    return lines.flatMap((line, index) => {
      const read = overLines ? lines.slice(index, index + LINES_OVER).join('\n') : line;
      if (!pattern.test(read)) return [];
      const above = lines.slice(Math.max(0, index - LINES_ABOVE), index);
      if (unlessUnder !== undefined && above.some((one) => unlessUnder.test(one))) return [];
      return [{ rule, path, line: index + 1, says }];
    });
  });
}

/** Names of all rules; each has a planted violation in the tests. */
export const RULE_NAMES: readonly string[] = [
  'names-that-say',
  'kebab-case',
  'small-files',
  DOCUMENTED_EXPORTS,
  ...LINE_RULES.map(({ rule }) => rule),
];

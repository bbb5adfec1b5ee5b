import { describe, expect, it } from 'vitest';
import { looseRooms, undocumentedFindings } from './tidy/documented-exports.ts';
import type { SourceFile } from './tidy/finding.ts';
import { RULE_NAMES, tidy } from './tidy/rules.ts';
import { stripComments } from './tidy/strip-comments.ts';

const PLANTED: Readonly<Record<string, SourceFile>> = {
  'names-that-say': { path: 'packages/keys/src/string-utils.ts', text: '' },
  'kebab-case': { path: 'packages/keys/src/dataKey.ts', text: '' },
  'small-files': { path: 'packages/keys/src/long.ts', text: 'a;\n'.repeat(351) },
  'documented-exports': {
    path: 'packages/keys/src/a.ts',
    text: 'export function open(): void {}\n',
  },
  'process-at-the-edge': { path: 'services/ingest/src/compose.ts', text: 'f(process.env.A);' },
  'no-clock-in-pure-rooms': { path: 'packages/domain/src/window.ts', text: 'x = Date.now();' },
  'no-chance-in-seeded-rooms': { path: 'packages/world/src/crowd.ts', text: 'Math.random();' },
  'no-bare-error': { path: 'packages/kafka/src/sink.ts', text: "throw new Error('x');" },
  'no-module-mocks': { path: 'packages/kafka/src/sink.test.ts', text: "vi.mock('x');" },
  'no-sleeps-in-tests': { path: 'packages/kafka/src/sink.test.ts', text: 'setTimeout(f, 9);' },
  'no-exit': { path: 'services/ingest/src/main.ts', text: 'process.exit(1);' },
  'topics-by-id': { path: 'services/detect/src/a.ts', text: "'shield.risk-signals.v1'" },
  'pure-contracts': {
    path: 'workflows/src/a.ts',
    text: "import { TIERS } from '@hrd-shield/contracts';",
  },
  'no-working-notes': { path: 'docs/method.md', text: 'TODO: measure' },
  'no-machine-paths': { path: 'README.md', text: 'see /home/somebody/notes' },
  'no-dead-comments': { path: 'packages/keys/src/a.ts', text: '// const a = open(b);' },
};

describe('tidy', () => {
  it.each(RULE_NAMES)('%s finds its planted violation', (rule) => {
    const planted = PLANTED[rule];
    expect(planted).toBeDefined();
    expect(tidy(planted === undefined ? [] : [planted]).map((finding) => finding.rule)).toContain(
      rule,
    );
  });

  it('leaves prose about code alone', () => {
    const text =
      '/** Never Date.now: pass the time in. */\nexport const a = 1; // not Math.random\n';
    expect(tidy([{ path: 'packages/domain/src/a.ts', text }])).toEqual([]);
  });

  it('tells type imports from others, over several lines', () => {
    const types = "import type {\n  A,\n} from '@hrd-shield/contracts';\n";
    const values = "import {\n  a,\n} from '@hrd-shield/contracts';\n";
    const rulesOf = (text: string) => tidy([{ path: 'workflows/src/a.ts', text }]);
    expect(rulesOf(types)).toEqual([]);
    expect(rulesOf(types + values).map(({ line, rule }) => [line, rule])).toEqual([
      [4, 'pure-contracts'],
    ]);
  });

  it('lets a test poll', () => {
    const text = 'while (!done) {\n  await new Promise((go) => setTimeout(go, 50));\n}\n';
    expect(tidy([{ path: 'packages/kafka/src/sink.test.ts', text }])).toEqual([]);
  });

  it('names the line', () => {
    const text = 'const a = 1;\nconst b = Date.now();\n';
    const found = tidy([{ path: 'packages/domain/src/a.ts', text }]);
    expect(found.map(({ line }) => line)).toEqual([2]);
  });

  it('lets the edge of a process touch the process', () => {
    expect(tidy([{ path: 'services/ingest/src/main.ts', text: 'f(process.env);\n' }])).toEqual([]);
  });
});

describe('documented exports', () => {
  const linesOf = (text: string, path = 'packages/keys/src/a.ts') =>
    undocumentedFindings([{ path, text }]).map(({ line }) => line);

  it('take a docstring over the line, of one line or of several', () => {
    expect(linesOf('/** Opens. */\nexport function a() {}\n')).toEqual([]);
    expect(linesOf('/**\n * Opens.\n */\nexport class A {}\n')).toEqual([]);
    expect(linesOf('// Opens.\nexport async function a() {}\n')).toEqual([2]);
  });

  it('let constants of one group share the first docstring, and no others', () => {
    const group = '/** Levels. */\nexport const a = 1;\nexport const b = 2;\n';
    expect(linesOf(group)).toEqual([]);
    expect(linesOf(`${group}\nexport const c = 3;\n`)).toEqual([5]);
    expect(linesOf(`${group}export function c() {}\n`)).toEqual([4]);
  });

  it('are not asked of tests, of what builds for them, and of types', () => {
    const text = 'export const a = 1;\n';
    expect(linesOf(text, 'packages/keys/src/a.test.ts')).toEqual([]);
    expect(linesOf(text, 'packages/keys/src/spec/a.ts')).toEqual([]);
    expect(linesOf('export type A = z.infer<typeof A>;\n')).toEqual([]);
  });

  it('may be missing where they were, and nowhere more', () => {
    const path = 'packages/contracts/src/units.ts';
    const one = 'export const a = 1;\n';
    expect(linesOf(one, path)).toEqual([]);
    expect(linesOf(`${one}\n${one}`, path)).toEqual([1, 3]);
    expect(looseRooms([{ path, text: '' }])).toContain(`${path}: 0, not 1`);
    expect(looseRooms([{ path, text: one }])).not.toContain(`${path}: 0, not 1`);
  });
});

describe('stripComments', () => {
  it('keeps strings and expressions that look like comments', () => {
    const source = "const a = 'http://x'; const b = /[/'*]/; // gone\nf(a);";
    expect(stripComments(source)).toBe("const a = 'http://x'; const b = /[/'*]/;        \nf(a);");
  });

  it('keeps lines where they were', () => {
    expect(stripComments('/* a\n b */\nc')).toBe('    \n     \nc');
  });
});

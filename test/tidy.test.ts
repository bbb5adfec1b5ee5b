import { describe, expect, it } from 'vitest';
import { RULE_NAMES, type SourceFile, tidy } from './tidy/rules.ts';
import { stripComments } from './tidy/strip-comments.ts';

const PLANTED: Readonly<Record<string, SourceFile>> = {
  'names-that-say': { path: 'packages/keys/src/string-utils.ts', text: '' },
  'kebab-case': { path: 'packages/keys/src/dataKey.ts', text: '' },
  'small-files': { path: 'packages/keys/src/long.ts', text: 'a;\n'.repeat(351) },
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
    const text = 'export const a = 1;\nexport const b = Date.now();\n';
    const found = tidy([{ path: 'packages/domain/src/a.ts', text }]);
    expect(found.map(({ line }) => line)).toEqual([2]);
  });

  it('lets the edge of a process touch the process', () => {
    expect(tidy([{ path: 'services/ingest/src/main.ts', text: 'f(process.env);\n' }])).toEqual([]);
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

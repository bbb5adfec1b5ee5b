import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RULES_FOLDER } from '@hrd-shield/policy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attackLines, DESIGNATIONS, run } from '../offline/spec/attack-file.ts';

let dir: string;
let rules: string;
const inDir = (name: string) => join(dir, name);

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'policy-'));
  rules = join(dir, 'rules');
  cpSync(RULES_FOLDER, rules, { recursive: true });
  writeFileSync(inDir('events'), attackLines().join('\n'));
  const consent = ['limit-replies', 'hide-campaign-replies', 'notify-defender'];
  const designation = { ...(JSON.parse(DESIGNATIONS) as object), allowedMeasures: consent };
  writeFileSync(inDir('designations'), JSON.stringify({ ...designation, language: 'pt-BR' }));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** One rule file with a change, as a file of another name. */
function changed(file: string, change: (text: string) => string, name = 'candidate.yaml'): string {
  writeFileSync(inDir(name), change(readFileSync(join(RULES_FOLDER, file), 'utf8')));
  return inDir(name);
}

/** Checks the rules with files changed, and puts them back. */
async function checkWith(changes: Readonly<Record<string, (text: string) => string>>) {
  const before = Object.keys(changes).map((file) => {
    const path = join(rules, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, changes[file]?.(text) ?? text);
    return { path, text };
  });
  try {
    return await run(['policy', 'check', rules, '--today', '2026-12-01']);
  } finally {
    for (const { path, text } of before) writeFileSync(path, text);
  }
}

const enter = (of: string, to: number) => (text: string) =>
  text.replace(new RegExp(`(    ${of}:\\n      enter: \\{ value: )[\\d.]+`), `$1${to}`);

describe('policy check', () => {
  test('the rules of this version have no errors', async () => {
    const { code, stdout } = await run(['policy', 'check', '--today', '2026-12-01']);
    expect(stdout).toMatch(/^0 errors, /m);
    expect(code).toBe(0);
  });

  test('names file and line of what does not fit: a value, a key, a broken line, a lost text', async () => {
    const { code, stdout } = await checkWith({
      'hold.yaml': (text) => `${text.replace('moderator: 30', 'moderator: -1')}more: 1\n`,
      'rota.yaml': (text) => text.replace('desks:', 'desks'),
      'breaks.yaml': (text) => text.replace('  - { at: reviewHours,', '  - { at: other,'),
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^hold\.yaml:12: error: holdMinutes\.moderator: /m);
    expect(stdout).toMatch(/^hold\.yaml:\d+: error: more: nobody reads this key/m);
    expect(stdout).toMatch(/^rota\.yaml:\d+: error: /m);
    expect(stdout).toMatch(/^hold\.yaml:\d+: error: reviewHours: breaks\.yaml does not say/m);
  });

  test('names a measure that nobody defined, where it is used', async () => {
    const { stdout } = await checkWith({
      'playbooks/pile-on.yaml': (text) => text.replace('limit-replies', 'lift-replies'),
    });
    expect(stdout).toMatch(
      /^playbooks\/pile-on\.yaml:\d+: error: no measure is called lift-replies/m,
    );
  });

  test('refuses a rung that nobody holds, and a threat without playbook and fallback', async () => {
    const { stdout } = await checkWith({
      'rota.yaml': (text) => text.replace('  - { rung: second-line, desks: [safety] }\n', ''),
    });
    expect(stdout).toMatch(/^rota\.yaml:\d+: error: rota: .*rung.* second-line/m);
    const none = await checkWith({
      'playbooks/response.yaml': (text) => text.replace(/\nfallback:[\s\S]*$/, '\nfallback: {}\n'),
    });
    expect(none.stdout).toMatch(/error: off-pattern has no playbook, and no fallback/);
  });

  test('warns of a review that is overdue', async () => {
    const late = await run(['policy', 'check', rules, '--today', '2030-01-01']);
    expect(late.stdout).toMatch(/^hold\.yaml:1: warning: looked through \d+ days ago/m);
    expect(late.code).toBe(0);
  });
});

describe('policy diff', () => {
  test('says in words what moves and what may break', async () => {
    const path = changed('detection.yaml', enter('guard', 0.9));
    const { code, stdout } = await run(['policy', 'diff', path]);
    expect(code).toBe(2);
    const named = await run(['policy', 'diff', path, '--as', 'detection.yaml']);
    expect(named.stdout).toMatch(
      /fusion\.tiers\.guard\.enter rises from 0\.\d+ to 0\.9 probability/,
    );
    expect(named.stdout).toContain('may break: attacks reach this tier later or never');
    expect(stdout).toBe('');
  });

  test('tells words that a list gains and loses', async () => {
    const path = changed('playbooks/pile-on.yaml', (text) => text.replace('[limit-replies, ', '['));
    const { stdout } = await run(['policy', 'diff', path, '--as', 'playbooks/pile-on.yaml']);
    expect(stdout).toMatch(/steps\.guard\.measures loses limit-replies/);
  });
});

describe('policy simulate', () => {
  const over = () => ['--events', inDir('events'), '--designations', inDir('designations')];
  const simulate = async (path: string, ...rest: readonly string[]) => {
    const { stdout, stderr } = await run([
      'policy',
      'simulate',
      '--policy',
      path,
      ...rest,
      '--json',
    ]);
    expect(stderr).toBe('');
    return JSON.parse(stdout) as {
      changes: unknown[];
      signals: {
        total: Record<string, number>;
        by: { language: Record<string, unknown>; region: Record<string, unknown> };
        changes: { change: string; tier: string; language: string; region: string }[];
      };
      cases: { changes: { change: string; gains: string[]; loses: string[] }[] };
      notes: string[];
    };
  };

  test('over events says which signals are dropped, by tier, language and region', async () => {
    const path = changed('detection.yaml', (text) => enter('shield', 1)(enter('guard', 1)(text)));
    const { signals, cases } = await simulate(path, ...over());
    expect(signals.changes.map(({ change, tier }) => `${change} ${tier}`)).toEqual([
      'dropped guard',
      'dropped shield',
    ]);
    expect(signals.changes[0]).toMatchObject({ language: 'pt', region: 'BR' });
    expect(signals.by.region).toMatchObject({ BR: { dropped: 2 } });
    expect(cases.changes[0]?.loses.join()).toContain('notify-defender, automatic');
  });

  test('over events says how cases change by another playbook', async () => {
    const path = changed('measures.yaml', (text) =>
      text.replace('lifetimeHours: 72', 'lifetimeHours: 71'),
    );
    const { signals, cases } = await simulate(path, ...over());
    expect(signals.total).toMatchObject({ added: 0, dropped: 0, moved: 0 });
    expect(cases.changes.flatMap(({ gains }) => gains)).toContain(
      'hide-campaign-replies, automatic, 71 h',
    );
  });

  test('over recorded signals tries thresholds, and says what only events can show', async () => {
    await run(['detect', ...over(), '--out', inDir('signals')]);
    const path = changed('detection.yaml', (text) =>
      enter('shield', 1)(text).replace('latenessMs: { value: 86400000', 'latenessMs: { value: 1'),
    );
    const { signals, notes } = await simulate(path, '--signals', inDir('signals'));
    expect(signals.changes.map(({ change, tier }) => `${change} ${tier}`)).toEqual([
      'dropped shield',
    ]);
    expect(notes.join()).toContain('only events can show what these do: time.latenessMs');
  });

  test('over the store is an export: it asks for a purpose, and says so in its help', async () => {
    const path = changed('detection.yaml', enter('guard', 0.9));
    const refused = await run(['policy', 'simulate', '--policy', path, '--since', '30d']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('is an export: it needs --purpose');
    const both = await run(['policy', 'simulate', '--policy', path]);
    expect(both.stderr).toContain('say over what');
    const { stdout } = await run(['policy', 'simulate', '--help']);
    expect(stdout).toContain('A simulation over many cases is an export');
  });
});

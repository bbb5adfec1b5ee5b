import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cruise, cruise } from './cruise.ts';
import { PLANTED_GROUND, PLANTED_VIOLATIONS } from './planted-violations.ts';

const repository = resolve(import.meta.dirname, '../..');

describe('boundaries', () => {
  let tree = '';
  let found: Cruise;

  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), 'planted-'));
    const files = { ...PLANTED_GROUND };
    for (const { file, source } of PLANTED_VIOLATIONS) files[file] = source;
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), source);
    }
    symlinkSync(join(repository, 'node_modules'), join(tree, 'node_modules'));
    found = await cruise(tree, repository);
  }, 60_000);

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(PLANTED_VIOLATIONS)('$rule catches the import planted in $file', ({ rule, file }) => {
    expect(found.violations.filter((v) => v.from === file).map((v) => v.rule)).toContain(rule);
  });

  it('blames nothing but what was planted', () => {
    const planted = new Set(PLANTED_VIOLATIONS.map(({ file }) => file));
    expect(found.violations.filter(({ from }) => !planted.has(from))).toEqual([]);
  });

  it('has a planted violation for every rule', () => {
    const rules = createRequire(import.meta.url)(join(repository, '.dependency-cruiser.cjs')) as {
      forbidden: readonly { readonly name: string }[];
    };
    const planted = new Set(PLANTED_VIOLATIONS.map(({ rule }) => rule));
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual(
      [],
    );
  });
});

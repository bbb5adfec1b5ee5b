import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/traps.md'), 'utf8');
const LINK = /`([^`]+\.test\.ts)`: `([^`]+)`/g;

const rows = PAGE.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
const traps = rows.slice(1).map((row) => ({
  trap: row.split(' | ')[0] ?? '',
  tests: [...row.matchAll(LINK)].map(([, file = '', name = '']) => ({ file, name })),
}));

/** A title as source may write it. */
function hasTest(file: string, name: string): boolean {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const source = readFileSync(path, 'utf8');
  return (
    ["'", '"', '`'].some((quote) => source.includes(`(${quote}${name}${quote}`)) ||
    // A long title stands on a line of its own.
    ["'", '"', '`'].some((quote) => source.includes(`    ${quote}${name}${quote},`))
  );
}

describe('the page of traps', () => {
  it('has the nine of the product notes, and each with a test', () => {
    expect(traps.length).toBeGreaterThanOrEqual(9);
    for (const { trap, tests } of traps) expect([trap, tests.length > 0]).toEqual([trap, true]);
  });

  it('names only tests that are there', () => {
    const missing = traps.flatMap(({ tests }) =>
      tests
        .filter(({ file, name }) => !hasTest(file, name))
        .map(({ file, name }) => `${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('would see a test that is gone', () => {
    const file = 'packages/domain/src/hold/decide.test.ts';
    expect(hasTest(file, 'needs two different approvers to allow it')).toBe(true);
    expect(hasTest(file, 'needs nobody to allow it')).toBe(false);
    expect(hasTest('packages/gone.test.ts', 'anything')).toBe(false);
  });
});

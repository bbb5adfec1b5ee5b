import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const LINK = /`([^`]+\.test\.ts)`: `([^`]+)`/g;

/** Tests that a line of a page names, as `file`: `title`. */
export function testsNamedIn(line: string): readonly { file: string; name: string }[] {
  return [...line.matchAll(LINK)].map(([, file = '', name = '']) => ({ file, name }));
}

/** A title as source may write it. */
export function hasTest(file: string, name: string): boolean {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const source = readFileSync(path, 'utf8');
  return (
    ["'", '"', '`'].some((quote) => source.includes(`(${quote}${name}${quote}`)) ||
    // A long title stands on a line of its own.
    ["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote},`))
  );
}

/** A page of `docs`. */
export function pageOf(name: string): string {
  return readFileSync(join(ROOT, 'docs', name), 'utf8');
}

/** Cells of the rows of every table of a page, without heads. */
export function rowsOf(page: string): readonly (readonly string[])[] {
  const lines = page.split('\n');
  return lines
    .filter((line, at) => {
      const next = lines[at + 1] ?? '';
      return line.startsWith('| ') && !line.startsWith('| ---') && !next.startsWith('| ---');
    })
    .map((line) => line.slice(2, -2).split(' | '));
}

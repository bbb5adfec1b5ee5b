import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Books } from './books.ts';
import { forgetBooks, keepBooks, readKeptBooks } from './kept-books.ts';

test('books that are kept are read as they were, until they are forgotten', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shield-books-'));
  const path = join(folder, 'deep', 'books.json');
  const books = {
    cases: [{ id: 'k1', measures: [{ instance: 'm1' }] }],
    rows: new Map([['u1', 2]]),
  } as unknown as Books;
  keepBooks(path, books);
  expect(readKeptBooks(path)).toEqual(books);
  forgetBooks(path);
  expect(existsSync(path)).toBe(false);
  rmSync(folder, { recursive: true });
});

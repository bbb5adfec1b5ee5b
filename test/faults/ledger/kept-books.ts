import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Books } from './books.ts';

const PAIRS = '@pairs';

/** Where the books of a run lie while something is wrong in them. */
export function bookPath(run: string): string {
  return join('out', 'faults', `books-${run}.json`);
}

/** Keeps books that can still be looked at when their servers are gone. */
export function keepBooks(path: string, books: Books): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(books, mapsAsPairs));
}

/** Forgets those of an earlier look. */
export function forgetBooks(path: string): void {
  rmSync(path, { force: true });
}

/** @throws SyntaxError on what is no JSON */
export function readKeptBooks(path: string): Books {
  return JSON.parse(readFileSync(path, 'utf8'), pairsAsMaps) as Books;
}

function mapsAsPairs(_: string, value: unknown): unknown {
  return value instanceof Map ? { [PAIRS]: [...value] } : value;
}

function pairsAsMaps(_: string, value: unknown): unknown {
  const pairs = value instanceof Object ? (value as Record<string, unknown>)[PAIRS] : undefined;
  return Array.isArray(pairs) ? new Map(pairs as [unknown, unknown][]) : value;
}

import { readFileSync } from 'node:fs';
import type { Truth } from './books.ts';
import { INVARIANTS } from './invariants.ts';
import { type Places, readBooks } from './read-books.ts';

/**
 * The ledger: a program of its own, which shares no code with the path that it checks. It gets
 * what the generator and the platform wrote down, reads everything else itself, and answers with
 * one JSON line.
 */
const { places, truth } = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly places: Places;
  readonly truth: Truth;
};
const books = await readBooks(places, truth);
const invariants = INVARIANTS.map(({ id, look, says }) => {
  const { checked, violations } = look(books);
  return { invariant: id, says, ok: violations.length === 0, checked, violations };
});
process.stdout.write(`${JSON.stringify(invariants)}\n`);

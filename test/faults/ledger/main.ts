import { readFileSync } from 'node:fs';
import type { Truth } from './books.ts';
import { INVARIANTS } from './invariants.ts';
import type { Places } from './places.ts';
import { readBooks } from './read-books.ts';

/**
 * The ledger: a program of its own, which shares no code with the path that it checks. It gets
 * what the generator and the platform wrote down, reads everything else itself, and answers with
 * one JSON line.
 */
const { only, places, truth } = JSON.parse(readFileSync(0, 'utf8')) as {
  readonly places: Places;
  readonly truth: Truth;
  /** Only the invariant whose name begins so. */
  readonly only?: string;
};
const books = await readBooks(places, truth);
const invariants = INVARIANTS.filter(({ id }) => id.startsWith(only ?? '')).map(
  ({ id, look, says }) => {
    const { checked, violations } = look(books);
    return { invariant: id, says, ok: violations.length === 0, checked, violations };
  },
);
process.stdout.write(`${JSON.stringify(invariants)}\n`);

import { readFileSync } from 'node:fs';
import type { Truth } from './books.ts';
import { INVARIANTS } from './invariants.ts';
import { bookPath, forgetBooks, keepBooks, readKeptBooks } from './kept-books.ts';
import type { Places } from './places.ts';
import { readBooks } from './read-books.ts';

/**
 * The ledger: a program of its own, which shares no code with the path that it checks. It gets
 * what the generator and the platform wrote down, reads everything else itself, and answers with
 * one JSON line. Books in which something is wrong are kept; with the file of such as argument it
 * looks at them again.
 */
interface Question {
  readonly places: Places;
  readonly truth: Truth;
  /** Only the invariant whose name begins so. */
  readonly only?: string;
}

const [kept] = process.argv.slice(2);
const asked = kept === undefined ? (JSON.parse(readFileSync(0, 'utf8')) as Question) : undefined;
const only = asked?.only ?? '';
const books =
  asked === undefined ? readKeptBooks(kept ?? '') : await readBooks(asked.places, asked.truth);
const invariants = INVARIANTS.filter(({ id }) => id.startsWith(only)).map(({ id, look, says }) => {
  const { checked, violations } = look(books);
  return { invariant: id, says, ok: violations.length === 0, checked, violations };
});
if (asked !== undefined && only === '') {
  const path = bookPath(asked.places.topicPrefix);
  if (invariants.every(({ ok }) => ok)) forgetBooks(path);
  else keepBooks(path, books);
}
process.stdout.write(`${JSON.stringify(invariants)}\n`);

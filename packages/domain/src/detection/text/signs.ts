import type { Lexicon, SignTerms } from '../policy.ts';
import { type PackWords, wordsFor } from './pack-words.ts';
import type { Sign } from './sign-kinds.ts';
import { prefixLengthsFor, termIndexOf } from './term-index.ts';

/** Signs found in a text. */
export type Signs = ReadonlySet<Sign>;

const NONE: Signs = new Set();

/** Reads all signs of the packs in one pass over the words of a canonical text. */
export function signsOf(canonical: string, packs: readonly Lexicon[]): Signs {
  if (canonical === '') return NONE;
  let found: Set<Sign> | undefined;
  for (const pack of packs) {
    const read = wordsFor(canonical, pack);
    if (read.places.length === 0 && read.terms.size === 0) continue;
    found ??= new Set<Sign>();
    for (const term of read.terms) take(found, pack.signs.words.get(term));
    readWords(read, pack.signs, found);
  }
  return found === undefined || found.size === 0 ? NONE : found;
}

function take(found: Set<Sign>, signs: readonly Sign[] | undefined): void {
  if (signs !== undefined) for (const sign of signs) found.add(sign);
}

function readWords({ words, places }: PackWords, terms: SignTerms, found: Set<Sign>): void {
  const index = termIndexOf(terms);
  for (const i of places) {
    const word = words[i] ?? '';
    take(found, terms.words.get(word));
    for (const length of prefixLengthsFor(word, terms, index)) {
      if (length <= word.length) take(found, terms.prefixes.get(word.slice(0, length)));
    }
    if (!terms.phraseStarts.has(word)) continue;
    let phrase = word;
    for (let n = 1; n < terms.wordsMax && i + n < words.length; n += 1) {
      phrase += ` ${words[i + n]}`;
      take(found, terms.words.get(phrase));
    }
  }
}

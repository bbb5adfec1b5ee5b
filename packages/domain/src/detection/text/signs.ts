import type { Lexicon, SignTerms } from '../policy.ts';
import type { Sign } from './sign-kinds.ts';
import { prefixLengthsFor, termIndexOf } from './term-index.ts';

/** Words of one text that are looked up. */
const WORDS_MAX = 1024;

/** Signs found in a text. */
export type Signs = ReadonlySet<Sign>;

const NONE: Signs = new Set();

/** Reads all signs of the packs in one pass over the words of a canonical text. */
export function signsOf(canonical: string, packs: readonly Lexicon[]): Signs {
  if (canonical === '') return NONE;
  const words = canonical.split(' ', WORDS_MAX);
  const found = new Set<Sign>();
  for (const pack of packs) {
    if (pack.matching === 'substring') {
      for (const [term, signs] of pack.signs.words) {
        if (canonical.includes(term)) for (const sign of signs) found.add(sign);
      }
    } else {
      readWords(words, pack.signs, found);
    }
  }
  return found.size === 0 ? NONE : found;
}

function readWords(words: readonly string[], terms: SignTerms, found: Set<Sign>): void {
  const take = (signs: readonly Sign[] | undefined) => {
    if (signs !== undefined) for (const sign of signs) found.add(sign);
  };
  const index = termIndexOf(terms);
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    take(terms.words.get(word));
    for (const length of prefixLengthsFor(word, terms, index)) {
      if (length <= word.length) take(terms.prefixes.get(word.slice(0, length)));
    }
    if (!terms.phraseStarts.has(word)) continue;
    let phrase = word;
    for (let n = 1; n < terms.wordsMax && i + n < words.length; n += 1) {
      phrase += ` ${words[i + n]}`;
      take(terms.words.get(phrase));
    }
  }
}

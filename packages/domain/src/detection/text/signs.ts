import type { Lexicon, SignTerms } from '../policy.ts';

/** Words of one text that are looked up. */
const WORDS_MAX = 1024;

/** What a term of a context pack can be a sign of. The order is frozen. */
export const SIGNS = [
  /** An announcement of harm. */
  'threat',
  /** Weapon, place, time or family: what makes a threat specific. */
  'specific',
  /** Talk about a threat or a disclosure, not its making. */
  'quoting',
  /** Private circumstances of a third person. */
  'disclosure',
  /** A call to go there, ring, find. */
  'mobilise',
  /** The writer's own contact, or an office. */
  'own-contact',
  /** A word of postal addresses. */
  'street',
  /** A word for a vehicle's plate. */
  'plate',
] as const;
export type Sign = (typeof SIGNS)[number];

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
    for (const sign of signs ?? []) found.add(sign);
  };
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    take(terms.words.get(word));
    for (const length of terms.prefixLengths) {
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

import type { Lexicon, TermSet } from '../policy.ts';
import { prefixLengthsFor, type TermIndex, termIndexOf } from './term-index.ts';

/** Words of one text that are looked up. */
const WORDS_MAX = 256;

export interface LexiconHits {
  readonly hostile: number;
  readonly supportive: number;
}

/** Chooses the packs for a language tag; all packs when the language is unknown. */
export function packsFor(
  lexicons: readonly Lexicon[],
  language: string | undefined,
): readonly Lexicon[] {
  if (language === undefined) return lexicons;
  const primary = language.split('-')[0]?.toLowerCase();
  return lexicons.filter((lexicon) => lexicon.language === primary);
}

/** Counts terms of the packs in a canonical text. */
export function lexiconHits(canonical: string, packs: readonly Lexicon[]): LexiconHits {
  const words = canonical.split(' ', WORDS_MAX);
  let hostile = 0;
  let supportive = 0;
  for (const pack of packs) {
    hostile += termHits(canonical, words, pack, pack.hostile);
    supportive += termHits(canonical, words, pack, pack.supportive);
  }
  return { hostile, supportive };
}

function hasPrefix(word: string, terms: TermSet, index: TermIndex): boolean {
  for (const length of prefixLengthsFor(word, terms, index)) {
    if (length <= word.length && terms.prefixes.has(word.slice(0, length))) return true;
  }
  return false;
}

function termHits(
  canonical: string,
  words: readonly string[],
  pack: Lexicon,
  terms: TermSet,
): number {
  let hits = 0;
  if (pack.matching === 'substring') {
    for (const term of terms.words) if (canonical.includes(term)) hits += 1;
    return hits;
  }
  const index = termIndexOf(terms);
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (terms.words.has(word) || hasPrefix(word, terms, index)) hits += 1;
    if (!index.phraseStarts.has(word)) continue;
    let phrase = word;
    for (let n = 1; n < pack.wordsMax && i + n < words.length; n += 1) {
      phrase += ` ${words[i + n]}`;
      if (terms.words.has(phrase)) hits += 1;
    }
  }
  return hits;
}

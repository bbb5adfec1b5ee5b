import type { Lexicon, TermSet } from '../policy.ts';
import { type PackWords, wordsFor } from './pack-words.ts';
import { prefixLengthsFor, type TermIndex, termIndexOf } from './term-index.ts';

/** Words of one text that are looked up. */
const WORDS_MAX = 256;

export interface LexiconHits {
  readonly hostile: number;
  readonly supportive: number;
}

/** Languages whose packs are remembered; beyond it they are chosen anew. */
const LANGUAGES_MAX = 256;
const chosen = new WeakMap<readonly Lexicon[], Map<string, readonly Lexicon[]>>();

/** Chooses the packs for a language tag; all packs when the language is unknown. */
export function packsFor(
  lexicons: readonly Lexicon[],
  language: string | undefined,
): readonly Lexicon[] {
  if (language === undefined) return lexicons;
  const known = chosen.get(lexicons) ?? new Map<string, readonly Lexicon[]>();
  const before = known.get(language);
  if (before !== undefined) return before;
  const primary = language.split('-')[0]?.toLowerCase();
  const packs = lexicons.filter((lexicon) => lexicon.language === primary);
  if (known.size < LANGUAGES_MAX) known.set(language, packs);
  chosen.set(lexicons, known);
  return packs;
}

/** Counts terms of the packs in a canonical text. */
export function lexiconHits(canonical: string, packs: readonly Lexicon[]): LexiconHits {
  let hostile = 0;
  let supportive = 0;
  for (const pack of packs) {
    const read = wordsFor(canonical, pack);
    if (pack.matching === 'substring') {
      for (const term of read.terms) {
        if (pack.hostile.words.has(term)) hostile += 1;
        if (pack.supportive.words.has(term)) supportive += 1;
      }
    } else if (read.places.length > 0) {
      hostile += termHits(read, pack, pack.hostile);
      supportive += termHits(read, pack, pack.supportive);
    }
  }
  return { hostile, supportive };
}

function hasPrefix(word: string, terms: TermSet, index: TermIndex): boolean {
  for (const length of prefixLengthsFor(word, terms, index)) {
    if (length <= word.length && terms.prefixes.has(word.slice(0, length))) return true;
  }
  return false;
}

function termHits({ words, places }: PackWords, pack: Lexicon, terms: TermSet): number {
  let hits = 0;
  const index = termIndexOf(terms);
  const read = Math.min(words.length, WORDS_MAX);
  for (const i of places) {
    if (i >= read) break;
    const word = words[i] ?? '';
    if (terms.words.has(word) || hasPrefix(word, terms, index)) hits += 1;
    if (!index.phraseStarts.has(word)) continue;
    let phrase = word;
    for (let n = 1; n < pack.wordsMax && i + n < read; n += 1) {
      phrase += ` ${words[i + n]}`;
      if (terms.words.has(phrase)) hits += 1;
    }
  }
  return hits;
}

import type { Lexicon } from '../policy.ts';
import { startOf, termIndexOf } from './term-index.ts';

/** Words of one text that are looked up. */
export const WORDS_MAX = 1024;

/** What a word must be, or begin with, for any term of a pack to be in it. */
interface Tell {
  readonly words: ReadonlySet<string>;
  readonly starts: ReadonlySet<number>;
  readonly isShort: boolean;
  /** Terms of a pack without word spaces, by their first code unit. */
  readonly byFirst: ReadonlyMap<number, readonly string[]>;
}

/** Derived from reviewed terms, which never change: one for each pack. */
const tells = new WeakMap<Lexicon, Tell>();

function tellOf(pack: Lexicon): Tell {
  const known = tells.get(pack);
  if (known !== undefined) return known;
  const lists = [pack.hostile, pack.supportive, pack.signs];
  const indexes = lists.map((list) => termIndexOf(list));
  const words = new Set([
    ...lists.flatMap((list) => [...list.words.keys()]),
    ...pack.signs.phraseStarts,
  ]);
  const byFirst = new Map<number, string[]>();
  for (const term of words) {
    const first = term.charCodeAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), term]);
  }
  const tell = {
    words: new Set([...words, ...indexes.flatMap((index) => [...index.phraseStarts])]),
    starts: new Set(indexes.flatMap((index) => [...index.lengthsByStart.keys()])),
    isShort: indexes.some((index) => index.isShort),
    byFirst,
  };
  tells.set(pack, tell);
  return tell;
}

/** The words of a canonical text, and where among them terms of a pack may be. */
export interface PackWords {
  readonly words: readonly string[];
  readonly places: readonly number[];
  /** Terms in the text, for packs without word spaces. */
  readonly terms: ReadonlySet<string>;
}

const NO_TERMS: ReadonlySet<string> = new Set();
const NO_WORDS = { words: [], places: [] };
/** The same text is asked for its stance and for its signs, one after the other. */
let last: { readonly text: string; readonly pack: Lexicon; readonly read: PackWords } | undefined;

/** Leaves out the many words that no term of the pack can begin with. */
export function wordsFor(canonical: string, pack: Lexicon): PackWords {
  if (last?.pack === pack && last.text === canonical) return last.read;
  const tell = tellOf(pack);
  const read =
    pack.matching === 'substring'
      ? { ...NO_WORDS, terms: termsIn(canonical, tell) }
      : { ...placesIn(canonical, tell), terms: NO_TERMS };
  last = { text: canonical, pack, read };
  return read;
}

function placesIn(canonical: string, tell: Tell): Pick<PackWords, 'words' | 'places'> {
  const words = canonical.split(' ', WORDS_MAX);
  const places: number[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    if (tell.isShort || tell.starts.has(startOf(word)) || tell.words.has(word)) places.push(i);
  }
  return { words, places };
}

function termsIn(canonical: string, tell: Tell): ReadonlySet<string> {
  const found = new Set<string>();
  for (let i = 0; i < canonical.length; i += 1) {
    const terms = tell.byFirst.get(canonical.charCodeAt(i));
    if (terms === undefined) continue;
    for (const term of terms) if (canonical.startsWith(term, i)) found.add(term);
  }
  return found;
}

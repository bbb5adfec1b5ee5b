/** Terms by what they begin with, so that most words are looked up once and never cut. */
export interface TermIndex {
  /** First words of terms of several words. */
  readonly phraseStarts: ReadonlySet<string>;
  /** Lengths of the prefixes that begin with these two code units. */
  readonly lengthsByStart: ReadonlyMap<number, readonly number[]>;
  /** A prefix is shorter than two code units: all lengths are tried. */
  readonly isShort: boolean;
}

interface Terms {
  readonly words: { keys(): Iterable<string> };
  readonly prefixes: { keys(): Iterable<string> };
  readonly prefixLengths: readonly number[];
}

const START_CHARS = 2;
const UNIT = 0x10000;
const NO_LENGTHS: readonly number[] = [];
/** Derived from reviewed terms, which never change: one for each of their lists. */
const indexes = new WeakMap<object, TermIndex>();

export function termIndexOf(terms: Terms): TermIndex {
  const known = indexes.get(terms);
  if (known !== undefined) return known;
  const prefixes = [...terms.prefixes.keys()];
  const lengths = new Map<number, Set<number>>();
  for (const prefix of prefixes) {
    const start = startOf(prefix);
    lengths.set(start, (lengths.get(start) ?? new Set<number>()).add(prefix.length));
  }
  const phrases = [...terms.words.keys()].filter((term) => term.includes(' '));
  const index = {
    phraseStarts: new Set(phrases.map((term) => term.slice(0, term.indexOf(' ')))),
    lengthsByStart: new Map([...lengths].map(([start, found]) => [start, [...found]] as const)),
    isShort: prefixes.some((prefix) => prefix.length < START_CHARS),
  };
  indexes.set(terms, index);
  return index;
}

/** Lengths of the prefixes that a word may have. */
export function prefixLengthsFor(word: string, terms: Terms, index: TermIndex): readonly number[] {
  if (index.isShort) return terms.prefixLengths;
  return word.length < START_CHARS
    ? NO_LENGTHS
    : (index.lengthsByStart.get(startOf(word)) ?? NO_LENGTHS);
}

/** The first two code units as one number; of no use for shorter words. */
export function startOf(word: string): number {
  return word.charCodeAt(0) * UNIT + word.charCodeAt(1);
}

import type { Lexicon } from '../policy.ts';
import { SIGNS } from './sign-kinds.ts';
import {
  follow,
  mayOpen,
  NOWHERE,
  newTermTrie,
  ROOT,
  type TermTrie,
  type TrieTerm,
} from './term-trie.ts';

/** Words of one text that are read for stance, and for signs. */
const STANCE_WORDS_MAX = 256;
const SIGN_WORDS_MAX = 1024;
const HOSTILE = 1;
const SUPPORTIVE = 2;
/** Signs stand above the two stances, in the order of `SIGNS`. */
const STANCE_BITS = 2;
const SPACE = 0x20;

/** What the terms of a pack say of a text. */
export interface PackTerms {
  /** How often a hostile and a supportive term occurs; where words have no spaces, how many. */
  readonly hostile: number;
  readonly supportive: number;
  /** Bits in the order of `SIGNS`. */
  readonly signs: number;
}

type Tally = { -readonly [Count in keyof PackTerms]: number };

interface Reader {
  readonly trie: TermTrie;
  /** The same text is asked for its stance and for its signs, one after the other. */
  text: string;
  read: PackTerms;
}

const NOTHING: PackTerms = { hostile: 0, supportive: 0, signs: 0 };
/** Derived from reviewed terms, which never change: one for each pack. */
const readers = new WeakMap<Lexicon, Reader>();

/** Reads all terms of a pack in one pass over a canonical text. */
export function packTerms(canonical: string, pack: Lexicon): PackTerms {
  let reader = readers.get(pack);
  if (reader === undefined) {
    reader = { trie: newTermTrie(termsOf(pack)), text: '', read: NOTHING };
    readers.set(pack, reader);
  }
  if (reader.text === canonical) return reader.read;
  const { trie } = reader;
  reader.read = pack.matching === 'word' ? inWords(canonical, trie) : anywhere(canonical, trie);
  reader.text = canonical;
  return reader.read;
}

function* termsOf({ hostile, signs, supportive }: Lexicon): Generator<TrieTerm> {
  for (const [set, bits] of [
    [hostile, HOSTILE],
    [supportive, SUPPORTIVE],
  ] as const) {
    for (const term of set.words) yield { term, bits, isPrefix: false };
    for (const term of set.prefixes) yield { term, bits, isPrefix: true };
  }
  const bitsOf = (of: readonly (typeof SIGNS)[number][]) =>
    of.reduce((bits, sign) => bits | (1 << (STANCE_BITS + SIGNS.indexOf(sign))), 0);
  for (const [term, of] of signs.words) yield { term, bits: bitsOf(of), isPrefix: false };
  for (const [term, of] of signs.prefixes) yield { term, bits: bitsOf(of), isPrefix: true };
}

/** Terms that are whole words or beginnings of them; a phrase is several words in a row. */
function inWords(text: string, trie: TermTrie): PackTerms {
  const tally = { hostile: 0, supportive: 0, signs: 0 };
  let at = 0;
  for (let word = 0; word < SIGN_WORDS_MAX; word += 1) {
    // What a word says by itself and by its beginnings it says once.
    let said = 0;
    let node = mayOpen(trie, unitAt(text, at), unitAt(text, at + 1)) ? ROOT : NOWHERE;
    let last = word;
    for (let i = at; node !== NOWHERE; i += 1) {
      const code = unitAt(text, i);
      if (code === SPACE) {
        add(tally, said | (trie.whole[node] ?? 0), last);
        said = 0;
        last += 1;
        if (i >= text.length || last >= SIGN_WORDS_MAX) break;
      }
      node = follow(trie, node, code);
      if (node !== NOWHERE && last === word) said |= trie.begun[node] ?? 0;
    }
    add(tally, said, word);
    const blank = text.indexOf(' ', at);
    if (blank < 0) break;
    at = blank + 1;
  }
  return tally;
}

/** The code unit at a place; a space beyond the end. */
function unitAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : SPACE;
}

/** Counts what a term says that ends with the word of this number. */
function add(tally: Tally, said: number, word: number): void {
  if (said === 0) return;
  tally.signs |= said >> STANCE_BITS;
  if (word >= STANCE_WORDS_MAX) return;
  tally.hostile += said & HOSTILE;
  tally.supportive += (said & SUPPORTIVE) >> 1;
}

/** Terms of a script without word spaces, wherever they begin; each counts once. */
function anywhere(text: string, trie: TermTrie): PackTerms {
  const tally = { hostile: 0, supportive: 0, signs: 0 };
  const found: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    let node = follow(trie, ROOT, text.charCodeAt(at));
    for (let i = at + 1; node !== NOWHERE; i += 1) {
      const said = trie.whole[node] ?? 0;
      if (said !== 0 && !found.includes(node)) {
        found.push(node);
        add(tally, said, 0);
      }
      node = i < text.length ? follow(trie, node, text.charCodeAt(i)) : NOWHERE;
    }
  }
  return tally;
}

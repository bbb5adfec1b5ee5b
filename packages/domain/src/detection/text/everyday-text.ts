import { isLeet } from './character-kinds.ts';
import { skeletonOf } from './confusables.ts';
import { type FoldedText, textOf } from './fold-text.ts';
import {
  DENSE_UNIT,
  LETTER_UNIT,
  NAME_UNIT,
  NOISE_UNIT,
  TAG_UNIT,
  unitKinds,
} from './plain-characters.ts';

const SPACE = 0x20;
const HASH = 0x23;
const DOT = 0x2e;
const AT = 0x40;
const UNDERSCORE = 0x5f;
const LETTER_A = 0x61;
const LETTER_P = 0x70;
const LETTER_Z = 0x7a;
/** Where Greek begins and Armenian ends: alphabets with look-alikes of Latin letters. */
const OTHER_FIRST = 0x370;
const OTHER_LAST = 0x58f;
/** Characters of a mention or a hashtag, without their sign. */
const NAME_CHARS_MAX = 64;
/** Digits or signs in a row that may stand for letters. */
const LEET_CHARS_MAX = 3;
const OUTSIDE = -1;

/** What is read of a text that holds only words, punctuation, mentions and hashtags. */
export interface EverydayText {
  readonly text: string;
  readonly letters: number;
  readonly denseChars: number;
  readonly hashtagChars: number;
  /** How often Latin and another alphabet meet inside a word. */
  readonly meetings: number;
}

const settled = new Uint16Array(0x2000);

/**
 * Mentions left out, look-alike letters, noise and repeats settled, as patterns would do it, in one
 * pass. Undefined where links or digits as letters are: those are left to patterns.
 */
export function everydayText({ length, units }: FoldedText): EverydayText | undefined {
  let size = 0;
  let letters = 0;
  let denseChars = 0;
  let hashtagChars = 0;
  let meetings = 0;
  let last = SPACE;
  let before = 0;
  let alphabet = 0;
  let mention = 0;
  let tag = OUTSIDE;
  let leet = OUTSIDE;
  for (let i = 0; i < length; i += 1) {
    let shown = units[i] ?? SPACE;
    if ((shown === LETTER_P || shown === DOT) && isLink(units, i)) return undefined;
    if (shown === AT && beginsMention(units, i)) mention = NAME_CHARS_MAX + 1;
    else if (mention > 0 && !isNamePart(shown)) mention = 0;
    if (mention > 0) {
      mention -= 1;
      shown = SPACE;
    }
    if (shown === HASH) tag = 0;
    else if (tag !== OUTSIDE) {
      const goesOn = tag < NAME_CHARS_MAX && (unitKinds(shown) & TAG_UNIT) !== 0;
      if (goesOn) hashtagChars += tag === 0 ? 2 : 1;
      tag = goesOn ? tag + 1 : OUTSIDE;
    }
    const other = alphabetOf(shown);
    if (alphabet * other < 0) {
      meetings += 1;
      alphabet = 0;
    } else alphabet = other;
    const latin = skeletonOf(shown);
    const kinds = unitKinds(latin);
    if (isLatin(latin)) {
      if (leet > 0 && leet <= LEET_CHARS_MAX) return undefined;
      leet = 0;
    } else if (leet !== OUTSIDE) leet = isLeet(latin) ? leet + 1 : OUTSIDE;
    const unit = (kinds & NOISE_UNIT) !== 0 ? SPACE : latin;
    // A blank after a blank, and a third of a kind, say nothing more.
    if (unit === last && (unit === SPACE || unit === before)) continue;
    settled[size] = unit;
    size += 1;
    if ((kinds & LETTER_UNIT) !== 0) letters += 1;
    if ((kinds & DENSE_UNIT) !== 0) denseChars += 1;
    before = last;
    last = unit;
  }
  if (size > 0 && last === SPACE) size -= 1;
  return { text: textOf(settled, size), letters, denseChars, hashtagChars, meetings };
}

/** Whether the beginning of a link ends at this place. */
function isLink(units: Uint16Array, at: number): boolean {
  return ends(units, at, 'http') || ends(units, at, 'www.');
}

function ends(units: Uint16Array, at: number, word: string): boolean {
  const from = at - word.length + 1;
  if (from < 0) return false;
  for (let i = 0; i < word.length; i += 1) {
    if (units[from + i] !== word.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether a mention begins at this place: at the beginning of a word, and with a name. */
function beginsMention(units: Uint16Array, at: number): boolean {
  if (!isNamePart(units[at + 1] ?? SPACE)) return false;
  const before = at === 0 ? SPACE : (units[at - 1] ?? SPACE);
  return before === DOT || before === UNDERSCORE || !isNamePart(before);
}

function isNamePart(code: number): boolean {
  return (unitKinds(code) & NAME_UNIT) !== 0;
}

/** 1 for Latin, -1 for Greek to Armenian, 0 for all else. */
function alphabetOf(code: number): number {
  if (isLatin(code)) return 1;
  return code >= OTHER_FIRST && code <= OTHER_LAST ? -1 : 0;
}

function isLatin(code: number): boolean {
  return code >= LETTER_A && code <= LETTER_Z;
}

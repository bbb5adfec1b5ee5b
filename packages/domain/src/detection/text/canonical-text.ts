import {
  BEYOND_ASCII,
  characterKinds,
  LATIN,
  LEET_LETTER,
  OTHER_ALPHABET,
  UNSETTLED,
  UNUSUAL,
} from './character-kinds.ts';
import { mixedScriptMeetings, skeleton } from './confusables.ts';
import { denseChars as denseCharsOf } from './dense-script.ts';
import { everydayText } from './everyday-text.ts';
import { foldText, MARKS, textOf } from './fold-text.ts';
import { letterCount, settle } from './plain-characters.ts';

/** Characters of a text that are read; posts are far shorter, so that 1 MB costs no more. */
export const TEXT_CHARS_MAX = 16_384;

const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}ـ]+/gu;
/** Invisible characters after such a letter have no use in writing: they are disguise. */
const HIDDEN_IN_WORD =
  /(?<=[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Han}])[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]+(?=\p{L})/gu;
const STACKED_MARKS = /[\u0300-\u036f]{3,}/g;
const URL = /(?:https?:\/\/|www\.)\S{1,2048}/g;
const MENTION = /(?<![\p{L}\p{N}])@[\p{L}\p{N}_.]{1,64}/gu;
const HASHTAG = /#[\p{L}\p{N}\p{M}_]{1,64}/gu;
const EMOJI = /(?![0-9#*])[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu;
const EMOJI_IN_WORD = /(?<=\p{L})\p{Extended_Pictographic}+(?=\p{L})/gu;
const LEET = /(?<=[a-z])[0134578@$!]{1,3}(?=[a-z])/g;
const LEET_LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const NOISE = /[\p{P}\p{S}\p{C}\s]+/gu;
const REPEATS = /(.)\1{2,}/gu;
const ROUNDS_MAX = 4;

export interface CanonicalText {
  readonly text: string;
  /** Characters without hashtags, dense scripts double: what is left to compare. */
  readonly plainChars: number;
  /** Disguised places over letters, 0 to 1: evidence by itself. */
  readonly obfuscation: number;
}

/**
 * What a text says under its disguise: compatibility forms, invisible characters, look-alike
 * letters, digits as letters, repeats, links, mentions and emoji removed. Linear in the text,
 * idempotent on its own result.
 *
 * @source detection notes, section 2, text canonicaliser
 */
export function canonicalise(raw: string): CanonicalText {
  const input = raw.slice(0, TEXT_CHARS_MAX);
  const kinds = characterKinds(input);
  const plain = (kinds & BEYOND_ASCII) === 0;
  const ordinary = plain || (kinds & UNUSUAL) === 0;
  const folded = (kinds & UNUSUAL) === 0 ? foldText(input) : undefined;
  const everyday = folded === undefined ? undefined : everydayText(folded);
  if (everyday !== undefined) {
    const { denseChars, hashtagChars, letters, text } = everyday;
    const meetings = isMixed(kinds) ? everyday.meetings : 0;
    const plainChars = text.length + denseChars - hashtagChars;
    return { text, plainChars, obfuscation: share(meetings, letters) };
  }
  const unsettled = (kinds & UNSETTLED) !== 0;
  const kind = {
    plain,
    ordinary,
    settled: folded !== undefined || !unsettled,
    leet: unsettled || (kinds & LEET_LETTER) !== 0,
  };
  const first = pass(folded === undefined ? input : textOf(folded.units, folded.length), kind);
  let text = first.text;
  // One pass is the rule; where rare forms were removed, what they hid settles within a few.
  for (let round = 1; round < ROUNDS_MAX && !ordinary; round += 1) {
    const again = pass(text, RARE).text;
    if (again === text) break;
    text = again;
  }
  const disguised = first.leet + (plain ? 0 : disguises(input, first.shown, kinds));
  return {
    text,
    plainChars: text.length + (plain ? 0 : denseCharsOf(text)) - first.hashtagChars,
    obfuscation: share(disguised, letterCount(text)),
  };
}

/** Letters of two alphabets with look-alikes of each other may occur. */
function isMixed(kinds: number): boolean {
  return (kinds & LATIN) !== 0 && (kinds & OTHER_ALPHABET) !== 0;
}

function share(disguised: number, letters: number): number {
  return letters === 0 ? 0 : Math.min(1, disguised / letters);
}

interface Pass {
  readonly text: string;
  /** Lower case, before look-alike letters are replaced. */
  readonly shown: string;
  readonly hashtagChars: number;
  readonly leet: number;
}

interface TextKind {
  readonly plain: boolean;
  readonly ordinary: boolean;
  /** Normalisation changes nothing. */
  readonly settled: boolean;
  /** Digits or signs that may stand for letters occur. */
  readonly leet: boolean;
}

const RARE: TextKind = { plain: false, ordinary: false, settled: false, leet: true };

function pass(input: string, kind: TextKind): Pass {
  const visible = kind.ordinary ? input : input.normalize('NFKD').replace(IGNORABLE, '');
  const unmarked = kind.settled
    ? visible
    : visible.normalize('NFKD').replace(MARKS, '').normalize('NFC');
  const shown = withoutAddresses(unmarked.toLowerCase());
  const hashtagChars = shown.includes('#') ? charsOf(shown, HASHTAG) : 0;
  const faceless = kind.ordinary ? shown : shown.replace(EMOJI, '');
  const latin = kind.plain ? faceless : skeleton(faceless);
  const leet = kind.leet ? occurrences(latin, LEET) : 0;
  const read =
    leet === 0
      ? latin
      : latin.replace(LEET, (run) => [...run].map((c) => LEET_LETTERS[c] ?? c).join(''));
  const settled = settle(read) ?? read.replace(NOISE, ' ').replace(REPEATS, '$1$1').trim();
  return { text: kind.settled ? settled : settled.normalize('NFC'), shown, hashtagChars, leet };
}

/** Links and mentions out of a lower-case text. */
function withoutAddresses(lower: string): string {
  const unlinked =
    lower.includes('http') || lower.includes('www.') ? lower.replace(URL, ' ') : lower;
  return unlinked.includes('@') ? unlinked.replace(MENTION, ' ') : unlinked;
}

function disguises(input: string, shown: string, kinds: number): number {
  const mixed = isMixed(kinds) ? mixedScriptMeetings(shown) : 0;
  if ((kinds & UNUSUAL) === 0) return mixed;
  return (
    mixed +
    charsOf(input, HIDDEN_IN_WORD) +
    occurrences(input, STACKED_MARKS) +
    occurrences(input, EMOJI_IN_WORD)
  );
}

function occurrences(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function charsOf(text: string, pattern: RegExp): number {
  let chars = 0;
  for (const match of text.match(pattern) ?? []) chars += match.length;
  return chars;
}

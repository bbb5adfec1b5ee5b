import { mixedScriptMeetings, skeleton } from './confusables.ts';
import { denseChars } from './dense-script.ts';

/** Characters of a text that are read; posts are far shorter, so that 1 MB costs no more. */
export const TEXT_CHARS_MAX = 16_384;

const ASCII_ONLY = /^\p{ASCII}*$/u;
const IGNORABLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}ـ]+/gu;
/** Invisible characters after such a letter have no use in writing: they are disguise. */
const HIDDEN_IN_WORD =
  /(?<=[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Han}])[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]+(?=\p{L})/gu;
const MARKS = /[\u0300-\u036f\u064b-\u0652\u0670]+/g;
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
const LETTER = /\p{L}/gu;
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
  const first = pass(input);
  let text = first.text;
  // One pass is the rule; a removal can uncover another form, so it settles within a few.
  for (let round = 1; round < ROUNDS_MAX; round += 1) {
    if (first.simple) break;
    const again = pass(text).text;
    if (again === text) break;
    text = again;
  }
  const letters = text.match(LETTER)?.length ?? 0;
  return {
    text,
    plainChars: text.length + denseChars(text) - first.hashtagChars,
    obfuscation: letters === 0 ? 0 : Math.min(1, first.disguised / letters),
  };
}

interface Pass {
  readonly text: string;
  readonly hashtagChars: number;
  readonly disguised: number;
  /** Nothing but ASCII: one pass settles it. */
  readonly simple: boolean;
}

function pass(input: string): Pass {
  const simple = ASCII_ONLY.test(input);
  const shown = simple ? input : uncover(input);
  const bare = shown.toLowerCase().replace(URL, ' ').replace(MENTION, ' ');
  const hashtagChars = bare.includes('#') ? charsOf(bare, HASHTAG) : 0;
  const plain = simple ? bare : skeleton(bare.replace(EMOJI, ''));
  const leet = occurrences(plain, LEET);
  const read =
    leet === 0
      ? plain
      : plain.replace(LEET, (run) => [...run].map((c) => LEET_LETTERS[c] ?? c).join(''));
  const settled = read.replace(NOISE, ' ').replace(REPEATS, '$1$1').trim();
  return {
    text: simple ? settled : settled.normalize('NFC'),
    hashtagChars,
    disguised: leet + (simple ? 0 : disguises(input, bare)),
    simple,
  };
}

function uncover(input: string): string {
  return input.normalize('NFKD').replace(IGNORABLE, '').replace(MARKS, '').normalize('NFC');
}

function disguises(input: string, lower: string): number {
  return (
    charsOf(input, HIDDEN_IN_WORD) +
    occurrences(input, STACKED_MARKS) +
    occurrences(input, EMOJI_IN_WORD) +
    mixedScriptMeetings(lower)
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

import { isDense } from './dense-script.ts';

const BMP = 0x10000;
const SPACE = 0x20;
const NOISE = /^[\p{P}\p{S}\p{C}\s]$/u;
const LETTER = /^\p{L}$/u;
const NAME_PART = /^[\p{L}\p{N}_.]$/u;
const TAG_PART = /^[\p{L}\p{N}\p{M}_]$/u;
/** What a code unit is by itself; surrogates are nothing. */
const IS_NOISE = tableOf(NOISE);
const IS_LETTER = tableOf(LETTER);
/** Longer texts are left to patterns. */
const CHUNK = 4_096;

function tableOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: BMP }, (_, code) =>
    isSurrogate(code) || !pattern.test(String.fromCharCode(code)) ? 0 : 1,
  );
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}

/** What a code unit is, as bits. */
export const NOISE_UNIT = 1;
export const LETTER_UNIT = 2;
/** Of a script without word spaces. */
export const DENSE_UNIT = 4;
/** May stand in a mention after its `@`, in a hashtag after its `#`. */
export const NAME_UNIT = 8;
export const TAG_UNIT = 16;

const UNITS = Uint8Array.from(
  { length: BMP },
  (_, code) =>
    (IS_NOISE[code] === 1 ? NOISE_UNIT : 0) |
    (IS_LETTER[code] === 1 ? LETTER_UNIT : 0) |
    (isDense(code) ? DENSE_UNIT : 0) |
    (NAME_PART.test(String.fromCharCode(code)) ? NAME_UNIT : 0) |
    (TAG_PART.test(String.fromCharCode(code)) ? TAG_UNIT : 0),
);

/** What a code unit of the basic plane is: one look-up for all that is asked of it. */
export function unitKinds(code: number): number {
  return UNITS[code] ?? 0;
}

/** Letters of a text, each code point once. */
export function letterCount(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (!isSurrogate(code)) {
      count += IS_LETTER[code] ?? 0;
      continue;
    }
    const character = text.codePointAt(i) ?? code;
    if (character < BMP) continue;
    if (LETTER.test(String.fromCodePoint(character))) count += 1;
    i += 1;
  }
  return count;
}

/**
 * Each run of punctuation, symbols, controls and blanks as one blank, no character more than twice
 * in a row, no blank at the ends. Undefined where a text is long or has characters beyond the
 * basic plane: those are left to patterns, with the same result.
 */
export function settle(text: string): string | undefined {
  if (text.length > CHUNK) return undefined;
  let out = '';
  // What stands between two changes is taken over in one piece.
  let from = 0;
  let last = SPACE;
  let before = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (isSurrogate(code)) return undefined;
    const settled = (IS_NOISE[code] ?? 0) === 1 ? SPACE : code;
    // A blank after a blank, and a third of a kind, say nothing more.
    const isDropped = settled === last && (settled === SPACE || settled === before);
    if (isDropped || settled !== code) {
      out += isDropped ? text.slice(from, i) : `${text.slice(from, i)} `;
      from = i + 1;
    }
    if (isDropped) continue;
    before = last;
    last = settled;
  }
  out += text.slice(from);
  return out.endsWith(' ') ? out.slice(0, -1) : out;
}

const BMP = 0x10000;
/** Letters and punctuation of everyday writing: no invisible characters, emoji or stacked marks. */
const ORDINARY =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u0370-\u03ff\u0400-\u0482\u048a-\u058a\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063f\u0641-\u0669\u066e-\u06d4\u0901-\u0df4\u0e01-\u0e4e\u2010-\u2027\u3001-\u3011\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20\s]$/;
const MARK = /^\p{M}$/u;
const LEET = '0134578@$!';

/** What the code units of a text are, as bits that are joined. */
export const BEYOND_ASCII = 1;
export const UNUSUAL = 2;
/** Compatibility forms, composed letters and marks: normalisation may change them. */
export const UNSETTLED = 4;
/** Latin letters, and what normalisation may turn into one. */
export const LATIN = 8;
/** Greek, Cyrillic and Armenian letters, and what normalisation may turn into one. */
export const OTHER_ALPHABET = 16;
export const LEET_LETTER = 32;

const KINDS = Uint8Array.from({ length: BMP }, (_, code) => kindsOf(code));

function kindsOf(code: number): number {
  const character = String.fromCharCode(code);
  if (code < 0x80) {
    const isLetter = /[a-z]/i.test(character);
    // Controls are usual in no writing, but alone they disguise nothing.
    const usual = ORDINARY.test(character) ? 0 : UNUSUAL;
    return usual | (isLetter ? LATIN : 0) | (LEET.includes(character) ? LEET_LETTER : 0);
  }
  if (!ORDINARY.test(character)) return BEYOND_ASCII | UNUSUAL | UNSETTLED | LATIN | OTHER_ALPHABET;
  const isSettled = isInert(character) && isInert(character.toLowerCase());
  return (
    BEYOND_ASCII |
    (isSettled ? 0 : UNSETTLED) |
    (code < 0x370 ? LATIN | OTHER_ALPHABET : 0) |
    (code < 0x590 ? OTHER_ALPHABET : 0)
  );
}

/** Normalisation leaves such a character as it is, whatever stands beside it. */
function isInert(character: string): boolean {
  return (
    !MARK.test(character) &&
    character.normalize('NFKD') === character &&
    character.normalize('NFC') === character
  );
}

/** Whether a code unit is of everyday writing. */
export function isOrdinary(code: number): boolean {
  return ((KINDS[code] ?? UNUSUAL) & UNUSUAL) === 0;
}

/** Whether a code unit is a digit or sign that may stand for a letter. */
export function isLeet(code: number): boolean {
  return ((KINDS[code] ?? 0) & LEET_LETTER) !== 0;
}

/** The kinds that occur in a text. */
export function characterKinds(text: string): number {
  let kinds = 0;
  for (let i = 0; i < text.length; i += 1) kinds |= KINDS[text.charCodeAt(i)] ?? 0;
  return kinds;
}

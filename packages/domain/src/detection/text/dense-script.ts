const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** Characters of scripts without word spaces: one carries about as much as two letters. */
export function denseChars(text: string): number {
  return text.match(DENSE)?.length ?? 0;
}

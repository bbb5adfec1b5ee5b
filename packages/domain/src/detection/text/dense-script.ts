const DENSE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;
const BMP = 0x10000;
/** Thai begins here; everything before is another script. */
const FIRST_DENSE = 0xe00;
/** Whether a code unit is a character of such a script by itself. */
const IS_DENSE = Uint8Array.from({ length: BMP }, (_, code) =>
  code >= FIRST_DENSE && DENSE.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Whether a code unit of the basic plane is of a script without word spaces. */
export function isDense(code: number): boolean {
  return IS_DENSE[code] === 1;
}

/** Characters of scripts without word spaces: one carries about as much as two letters. */
export function denseChars(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < FIRST_DENSE) continue;
    if (code >= 0xd800 && code < 0xdc00) {
      const character = text.codePointAt(i) ?? code;
      if (character < BMP) continue;
      if (DENSE.test(String.fromCodePoint(character))) count += 1;
      i += 1;
    } else count += IS_DENSE[code] ?? 0;
  }
  return count;
}

/**
 * Lower-case letters of Cyrillic and Greek (and a few Latin extensions) that look like a Latin
 * letter. A compact own table: what attackers use, not all of Unicode TS 39.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'аαɑ',
  b: 'вьβ',
  c: 'сϲ',
  d: 'ԁɗ',
  e: 'еєεҽ',
  f: 'ƒ',
  g: 'ɡց',
  h: 'һнհ',
  i: 'іιıɩї',
  j: 'јʝ',
  k: 'кκ',
  l: 'ӏⅼ',
  m: 'м',
  n: 'ոп',
  o: 'оοσςօө',
  p: 'рρ',
  q: 'ԛգ',
  r: 'г',
  s: 'ѕʂ',
  t: 'тτ',
  u: 'υսʋ',
  v: 'νѵ',
  w: 'ѡωԝ',
  x: 'хχ',
  y: 'уγүʏ',
  z: 'ᴢʐ',
};

/** Latin code unit by code unit of the look-alike; every other maps to itself. */
const SKELETON = Uint16Array.from({ length: 0x10000 }, (_, code) => code);
for (const [latin, others] of Object.entries(LOOK_ALIKES)) {
  for (let i = 0; i < others.length; i += 1) {
    SKELETON[others.charCodeAt(i)] = latin.charCodeAt(0);
  }
}
/** Code units given to one call; more would not fit the stack. */
const CHUNK = 4096;
const MIXED = /[a-z][Ͱ-ӿԀ-֏]|[Ͱ-ӿԀ-֏][a-z]/g;

/** The Latin look-alike of a lower-case code unit, else itself. */
export function skeletonOf(code: number): number {
  return SKELETON[code] ?? code;
}

/** Latin skeleton of a lower-case text: look-alike letters become the Latin one. */
export function skeleton(lower: string): string {
  if (!hasLookAlike(lower)) return lower;
  let out = '';
  for (let from = 0; from < lower.length; from += CHUNK) {
    const codes: number[] = [];
    const to = Math.min(lower.length, from + CHUNK);
    for (let i = from; i < to; i += 1) codes.push(SKELETON[lower.charCodeAt(i)] ?? 0);
    out += String.fromCharCode(...codes);
  }
  return out;
}

function hasLookAlike(lower: string): boolean {
  for (let i = 0; i < lower.length; i += 1) {
    const code = lower.charCodeAt(i);
    if (SKELETON[code] !== code) return true;
  }
  return false;
}

/** How often two scripts meet inside a word of a lower-case text: disguise, not language. */
export function mixedScriptMeetings(lower: string): number {
  return lower.match(MIXED)?.length ?? 0;
}

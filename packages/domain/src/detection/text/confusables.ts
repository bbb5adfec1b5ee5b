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

const SKELETON = new Map<string, string>(
  Object.entries(LOOK_ALIKES).flatMap(([latin, others]) =>
    [...others].map((other) => [other, latin] as const),
  ),
);
const CANDIDATE = /[^\p{ASCII}]/u;
const MIXED = /[a-z][Ͱ-ӿԀ-֏]|[Ͱ-ӿԀ-֏][a-z]/g;

/** Latin skeleton of a lower-case text: look-alike letters become the Latin one. */
export function skeleton(lower: string): string {
  if (!CANDIDATE.test(lower)) return lower;
  let out = '';
  for (const char of lower) out += SKELETON.get(char) ?? char;
  return out;
}

/** How often two scripts meet inside a word of a lower-case text: disguise, not language. */
export function mixedScriptMeetings(lower: string): number {
  return lower.match(MIXED)?.length ?? 0;
}

import type { Random } from '../random.ts';
import type { Obfuscation } from '../shapes.ts';

const ZERO_WIDTH = '\u200b';
const HOMOGLYPHS: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  c: 'с',
  p: 'р',
  а: 'a',
  е: 'e',
  о: 'o',
  с: 'c',
  р: 'p',
};
const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' };
const EMOJI = ['🤡', '🐍', '🤮', '💩', '🔥'] as const;
const KINDS = ['zero-width', 'homoglyph', 'emoji', 'leet'] as const;

/**
 * Disguises a text letter by letter. `mix` gives a letter its look-alike or, where it has none, a
 * zero-width neighbour; `all` draws one of the four ways for each letter. Leet has signs for Latin
 * letters only.
 * @param rate letters touched, 0 to 1
 */
export function obfuscate(
  text: string,
  random: Random,
  rate: number,
  kind: Obfuscation = 'mix',
): string {
  if (rate <= 0) return text;
  let out = '';
  for (const letter of text) {
    out += random.chance(rate) ? disguised(letter, random, kind) : letter;
  }
  return out;
}

function disguised(letter: string, random: Random, kind: Obfuscation): string {
  switch (kind) {
    case 'zero-width':
      return letter + ZERO_WIDTH;
    case 'homoglyph':
      return HOMOGLYPHS[letter] ?? letter;
    case 'leet':
      return LEET[letter] ?? letter;
    case 'emoji':
      return letter + random.pick(EMOJI);
    case 'mix':
      return HOMOGLYPHS[letter] ?? letter + ZERO_WIDTH;
    case 'all':
      return disguised(letter, random, random.pick(KINDS));
  }
}

import type { Random } from '../random.ts';

/** Deepest nesting of `{a|b}` groups that a template may have. */
const DEPTH_MAX = 4;

/**
 * Expands a slot template: each `{a|b|c}` becomes one of its alternatives, from the inside out.
 * `@@` stands for the handle of the person addressed.
 */
export function expand(template: string, random: Random, handle: string): string {
  let text = template;
  for (let depth = 0; depth < DEPTH_MAX && text.includes('{'); depth++) {
    text = text.replace(/\{([^{}]*)\}/g, (_, group: string) => random.pick(group.split('|')));
  }
  return text.replaceAll('@@', handle).replace(/ {2,}/g, ' ').trim();
}

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

/** Disguises a text: some letters become look-alikes, some get a zero-width neighbour. */
export function obfuscate(text: string, random: Random, rate: number): string {
  if (rate <= 0) return text;
  let out = '';
  for (const letter of text) {
    if (!random.chance(rate)) out += letter;
    else out += HOMOGLYPHS[letter] ?? letter + ZERO_WIDTH;
  }
  return out;
}

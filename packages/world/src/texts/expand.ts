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

import type { Books } from './books.ts';

/** What was looked at and what was wrong. */
export interface Finding {
  readonly checked: number;
  readonly violations: readonly string[];
}

export interface Invariant {
  readonly id: string;
  readonly says: string;
  readonly look: (books: Books) => Finding;
}

const SHOWN_MAX = 10;

/** The first of what is wrong, and how much more there is. */
export function finding(checked: number, violations: readonly string[]): Finding {
  const more = violations.length - SHOWN_MAX;
  const shown = violations.slice(0, SHOWN_MAX);
  return { checked, violations: more > 0 ? [...shown, `and ${more} more`] : shown };
}

import type { Lexicon } from '../policy.ts';
import { packTerms } from './pack-terms.ts';
import { SIGNS, type Sign } from './sign-kinds.ts';

/** Signs found in a text. */
export type Signs = ReadonlySet<Sign>;

const NONE: Signs = new Set();

/** What the terms of the packs in a canonical text are signs of. */
export function signsOf(canonical: string, packs: readonly Lexicon[]): Signs {
  let bits = 0;
  for (const pack of packs) bits |= packTerms(canonical, pack).signs;
  return bits === 0 ? NONE : new Set(SIGNS.filter((_, i) => (bits & (1 << i)) !== 0));
}

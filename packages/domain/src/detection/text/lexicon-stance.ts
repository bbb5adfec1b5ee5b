import type { Lexicon } from '../policy.ts';
import { packTerms } from './pack-terms.ts';

export interface LexiconHits {
  readonly hostile: number;
  readonly supportive: number;
}

/** Languages whose packs are remembered; beyond it they are chosen anew. */
const LANGUAGES_MAX = 256;
const chosen = new WeakMap<readonly Lexicon[], Map<string, readonly Lexicon[]>>();

/** Chooses the packs for a language tag; all packs when the language is unknown. */
export function packsFor(
  lexicons: readonly Lexicon[],
  language: string | undefined,
): readonly Lexicon[] {
  if (language === undefined) return lexicons;
  const known = chosen.get(lexicons) ?? new Map<string, readonly Lexicon[]>();
  const before = known.get(language);
  if (before !== undefined) return before;
  const primary = language.split('-')[0]?.toLowerCase();
  const packs = lexicons.filter((lexicon) => lexicon.language === primary);
  if (known.size < LANGUAGES_MAX) known.set(language, packs);
  chosen.set(lexicons, known);
  return packs;
}

/** Counts terms of the packs in a canonical text. */
export function lexiconHits(canonical: string, packs: readonly Lexicon[]): LexiconHits {
  let hostile = 0;
  let supportive = 0;
  for (const pack of packs) {
    const read = packTerms(canonical, pack);
    hostile += read.hostile;
    supportive += read.supportive;
  }
  return { hostile, supportive };
}

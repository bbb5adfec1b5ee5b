import { canonicalise } from '@hrd-shield/domain';
import { loadContextPacks } from '@hrd-shield/policy';
import { LANGUAGES, TEXTS } from '@hrd-shield/world';
import { describe, expect, it } from 'vitest';

/**
 * The city writes its own texts and detection keeps its own term lists. Some words are shared,
 * since both speak the language; the bounds say how many may be.
 */
const SHARED_HOSTILE_WORDS_MAX = 0.2;
const TERMS_FOUND_MAX = 0.6;
const PHRASE_WORDS_MIN = 4;

/** Every alternative of a slot template, as one run of words each. */
function piecesOf(template: string): string[] {
  return template
    .replaceAll('@@', ' ')
    .split(/[{}|]/)
    .map((piece) => canonicalise(piece).text)
    .filter((piece) => piece !== '');
}

function wordsOf(templates: readonly string[]): Set<string> {
  return new Set(templates.flatMap((t) => piecesOf(t).flatMap((piece) => piece.split(' '))));
}

function packOf(language: string) {
  const pack = loadContextPacks().find((one) => one.language === language);
  if (pack === undefined) throw new RangeError(`no context pack for ${language}`);
  return pack;
}

/** Scripts without spaces are searched for the term, others are split into words. */
function holds(pack: ReturnType<typeof packOf>, word: string, term: string): boolean {
  return pack.matching === 'substring' || term.includes(' ') ? word.includes(term) : word === term;
}

describe.each(LANGUAGES)('texts of the city and the term lists of detection, %s', (language) => {
  const { hostile, smear, paraphrase, slotted, threat, gendered } = TEXTS[language];
  const { supportive, solidarity, fan } = TEXTS[language];
  const abuse = [...hostile, ...smear, ...paraphrase, ...slotted, ...threat, ...gendered];
  const pack = packOf(language);
  const matches = (word: string, terms: typeof pack.hostile): boolean =>
    [...terms.words].some((term) => holds(pack, word, term)) ||
    [...terms.prefixes].some((prefix) => word.startsWith(prefix));

  it('share at most a fifth of the distinct hostile words', () => {
    const words = [...wordsOf(abuse)];
    const shared = words.filter((word) => matches(word, pack.hostile));
    expect(shared.length / words.length).toBeLessThanOrEqual(SHARED_HOSTILE_WORDS_MAX);
  });

  it('leave at least two fifths of the listed terms unused', () => {
    for (const [terms, pools] of [
      [pack.hostile, abuse],
      [pack.supportive, [...supportive, ...solidarity, ...fan]],
    ] as const) {
      const words = [...wordsOf(pools), pools.flatMap(piecesOf).join(' | ')];
      const all = [...terms.words, ...terms.prefixes];
      const found = [
        ...[...terms.words].filter((term) => words.some((word) => holds(pack, word, term))),
        ...[...terms.prefixes].filter((prefix) => words.some((word) => word.startsWith(prefix))),
      ];
      expect(found.length / all.length).toBeLessThanOrEqual(TERMS_FOUND_MAX);
    }
  });

  it('hold no phrase of four words in common', () => {
    const text = Object.values(TEXTS[language]).flat().flatMap(piecesOf).join(' | ');
    const phrases = [...pack.hostile.words, ...pack.supportive.words].filter(
      (term) => term.split(' ').length >= PHRASE_WORDS_MIN,
    );
    expect(phrases.filter((phrase) => text.includes(phrase))).toEqual([]);
  });
});

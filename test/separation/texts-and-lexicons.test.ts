import { canonicalise } from '@hrd-shield/domain';
import { loadContextPacks } from '@hrd-shield/policy';
import { TEXTS } from '@hrd-shield/world';
import { describe, expect, it } from 'vitest';

/**
 * The city writes its own texts and detection keeps its own term lists. Some words are shared,
 * since both speak the language; the bounds say how many may be.
 */
const SHARED_HOSTILE_WORDS_MAX = 0.2;
const TERMS_FOUND_MAX = 0.6;
const PHRASE_WORDS_MIN = 4;

const LANGUAGES = ['en', 'ru', 'ar', 'hi'] as const;

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

describe.each(LANGUAGES)('texts of the city and the term lists of detection, %s', (language) => {
  const { hostile, smear, paraphrase, supportive, solidarity } = TEXTS[language];
  const pack = packOf(language);
  const matches = (word: string, terms: typeof pack.hostile): boolean =>
    terms.words.has(word) || [...terms.prefixes].some((prefix) => word.startsWith(prefix));

  it('share at most a fifth of the distinct hostile words', () => {
    const words = [...wordsOf([...hostile, ...smear, ...paraphrase])];
    const shared = words.filter((word) => matches(word, pack.hostile));
    expect(shared.length / words.length).toBeLessThanOrEqual(SHARED_HOSTILE_WORDS_MAX);
  });

  it('leave at least two fifths of the listed terms unused', () => {
    for (const [terms, pools] of [
      [pack.hostile, [...hostile, ...smear, ...paraphrase]],
      [pack.supportive, [...supportive, ...solidarity]],
    ] as const) {
      const words = wordsOf(pools);
      const text = pools.flatMap(piecesOf).join(' | ');
      const all = [...terms.words, ...terms.prefixes];
      const found = [
        ...[...terms.words].filter((term) =>
          term.includes(' ') ? text.includes(term) : words.has(term),
        ),
        ...[...terms.prefixes].filter((prefix) =>
          [...words].some((word) => word.startsWith(prefix)),
        ),
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

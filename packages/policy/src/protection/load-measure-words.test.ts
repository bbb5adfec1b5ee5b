import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadMeasureWords } from './load-measure-words.ts';
import { RULES } from './load-protection-policy.ts';

describe('the words of measures', () => {
  it('stand in every language that has a file, for every measure', () => {
    const languages = readdirSync(`${RULES}/words`).map((file) => file.replace('.yaml', ''));
    expect(languages).toEqual(expect.arrayContaining(['ar', 'es']));
    for (const language of languages) {
      const missing = [...loadMeasureWords(language)].filter(([, of]) => of.language !== language);
      expect([language, missing]).toEqual([language, []]);
    }
  });

  it('are those of the nearest language, and English where there is none', () => {
    expect(loadMeasureWords('es-MX').get('limit-replies')?.language).toBe('es');
    expect(loadMeasureWords('xx').get('limit-replies')).toMatchObject({
      words: 'For now, only accounts you follow can reply to you or mention you.',
      language: 'en',
      isReviewed: true,
    });
  });

  it('say when nobody who speaks the language has looked at them', () => {
    expect(loadMeasureWords('ar').get('limit-replies')?.isReviewed).toBe(false);
  });

  it('are looked for nowhere but among the rules', () => {
    expect(loadMeasureWords('../measures').get('limit-replies')?.language).toBe('en');
  });
});

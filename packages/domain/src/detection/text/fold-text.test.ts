import { expect, test } from 'vitest';
import { everydayText } from './everyday-text.ts';
import { foldText, textOf } from './fold-text.ts';

function folded(text: string): string | undefined {
  const read = foldText(text);
  return read === undefined ? undefined : textOf(read.units, read.length);
}

test('accents and case go as normalisation takes them', () => {
  expect(folded('Élan, Ærø; ЁЛКА Ñ')).toBe('elan, ærø; елка n');
  expect(folded('أَحْمَد')).toBe('أحمد');
  expect(folded('\u0e19\u0e49\u0e33 1½')).toBe('\u0e19\u0e49\u0e4d\u0e32 11⁄2');
});

test('marks that could join or change places are left to normalisation', () => {
  expect(folded('ड़')).toBe('ड़');
  expect(folded('न\u093c')).toBeUndefined();
  expect(folded('e\u0301')).toBeUndefined();
});

test('what is no everyday writing is left to patterns', () => {
  expect(folded('a\u200bb')).toBeUndefined();
  expect(folded('x'.repeat(2049))).toBeUndefined();
});

function read(text: string): ReturnType<typeof everydayText> {
  const shown = foldText(text);
  return shown === undefined ? undefined : everydayText(shown);
}

test('mentions go, hashtags are counted, noise and repeats settle', () => {
  expect(read('@some.body_1 Sooo good!!! #one-two')).toEqual({
    text: 'soo good one two',
    letters: 13,
    denseChars: 0,
    hashtagChars: 4,
    meetings: 0,
  });
  expect(read('mail me @ home. @ @home')?.text).toBe('mail me home');
});

test('links and digits between letters are left to patterns', () => {
  expect(read('see https://a.b')).toBeUndefined();
  expect(read('h3llo')).toBeUndefined();
  expect(read('me@home')).toBeUndefined();
  expect(read('call 112 now, 3 of 5')?.text).toBe('call 112 now 3 of 5');
});

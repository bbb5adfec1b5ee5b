import { expect, test } from 'vitest';
import type { Lexicon } from '../policy.ts';
import { packTerms } from './pack-terms.ts';
import { SIGNS, type Sign } from './sign-kinds.ts';

const set = (words: string[], prefixes: string[] = []) => ({
  words: new Set(words),
  prefixes: new Set(prefixes),
});

function pack(matching: Lexicon['matching']): Lexicon {
  return {
    language: 'xx',
    matching,
    hostile: set(['foul', 'go to hell', 'go'], ['liar']),
    supportive: set(['brave']),
    signs: {
      words: new Map<string, Sign[]>([['we will', ['threat']]]),
      prefixes: new Map<string, Sign[]>([['kill', ['threat', 'specific']]]),
    },
  };
}

const bits = (...signs: Sign[]) => signs.reduce((all, sign) => all | (1 << SIGNS.indexOf(sign)), 0);

test('whole words, beginnings and phrases are terms; parts of words are none', () => {
  const read = (text: string) => packTerms(text, pack('word'));
  expect(read('a foul liars brave befoul fouls')).toEqual({ hostile: 2, supportive: 1, signs: 0 });
  expect(read('go to hell')).toEqual({ hostile: 2, supportive: 0, signs: 0 });
  expect(read('go to hello')).toEqual({ hostile: 1, supportive: 0, signs: 0 });
  expect(read('we willed')).toEqual({ hostile: 0, supportive: 0, signs: 0 });
  expect(read('now we will kills')).toEqual({
    hostile: 0,
    supportive: 0,
    signs: bits('threat', 'specific'),
  });
});

test('a word that is a term and begins as one counts once', () => {
  const twice = { ...pack('word'), hostile: set(['liars'], ['li', 'liar']) };
  expect(packTerms('liars liars', twice).hostile).toBe(2);
});

test('without word spaces each term counts once, wherever it stands', () => {
  expect(packTerms('xfoulxfoulbravewe willkilled', pack('substring'))).toEqual({
    hostile: 1,
    supportive: 1,
    signs: bits('threat'),
  });
});

test('words beyond the bound are not read', () => {
  expect(packTerms(`${'a '.repeat(255)}foul`, pack('word')).hostile).toBe(1);
  expect(packTerms(`${'a '.repeat(256)}foul`, pack('word')).hostile).toBe(0);
});

test('terms of one and of two letters, and beginnings of one, are found like all others', () => {
  const short = { ...pack('word'), hostile: set(['x', 'ab', 'y z']), supportive: set([], ['q']) };
  expect(packTerms('x ab y z', short)).toEqual({ hostile: 3, supportive: 0, signs: 0 });
  expect(packTerms('xx abc y zz a', short)).toEqual({ hostile: 0, supportive: 0, signs: 0 });
  expect(packTerms('q qu quit x', short)).toEqual({ hostile: 1, supportive: 3, signs: 0 });
});

test('each term of a large pack is found by itself and among other words', () => {
  const words = Array.from({ length: 300 }, (_, i) => `${(i * 7919).toString(36)}ш${i}`);
  const large = { ...pack('word'), hostile: set(words) };
  for (const word of words) expect(packTerms(`a ${word} b`, large).hostile).toBe(1);
  expect(packTerms(words.slice(0, 200).join(' '), large).hostile).toBe(200);
  expect(packTerms(words.map((word) => `${word}a`).join(' '), large).hostile).toBe(0);
});

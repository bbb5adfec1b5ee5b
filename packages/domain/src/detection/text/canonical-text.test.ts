import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalise } from './canonical-text.ts';

test.each([
  ['zero-width characters', 'tra\u200bit\u200dor at the gate', 'traitor at the gate'],
  ['look-alike letters', 'trаitоr at the gаte', 'traitor at the gate'],
  ['digits as letters', 'tr4it0r at the g@te', 'traitor at the gate'],
  ['emoji inside a word', 'trai🔥tor at the gate', 'traitor at the gate'],
  ['full-width forms', 'ｔｒａｉｔｏｒ at the gate', 'traitor at the gate'],
  ['stacked marks', 't̷̸̶r̷̸̶a̷̸̶itor at the gate', 'traitor at the gate'],
  ['repeats', 'traitorrrrr at the gate!!!!', 'traitorr at the gate'],
  [
    'links, mentions and case',
    'TRAITOR @someone https://a.example/x at the gate',
    'traitor at the gate',
  ],
])('%s do not hide a text', (_, raw, canonical) => {
  expect(canonicalise(raw).text).toBe(canonical);
});

test('disguise is measured, and ordinary writing has none', () => {
  expect(canonicalise('trаitоr at the gаte').obfuscation).toBeGreaterThan(0.05);
  for (const plain of [
    'Сегодня заседание суда начинается в девять часов',
    'می‌خواهم بدانم جلسه کی شروع می‌شود',
    'क्या आप कल आएंगे',
    'family day 👨‍👩‍👧 with covid19 rules, see p2',
  ]) {
    expect(canonicalise(plain).obfuscation).toBe(0);
  }
});

test('hashtags do not count towards the length that is compared', () => {
  expect(canonicalise('#freedom #justice #now 🔥🔥').plainChars).toBeLessThan(20);
});

test('canonicalising twice changes nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({
          unit: fc.constantFrom(...'аaрpйё١٤सीिहा中文0a1@$!#.🔥\u200b\u0301İßΣ '),
          maxLength: 60,
        }),
      ),
      (raw) => {
        const once = canonicalise(raw).text;
        expect(canonicalise(once).text).toBe(once);
      },
    ),
    { numRuns: 150 },
  );
}, 30_000);

test.each(['a', '@', '#a', 'http://', '\u200b', '\u0301', '🔥', '0a', 'аa', '!'])(
  'a megabyte of %j is read in linear time',
  (unit) => {
    expect(canonicalise(unit.repeat(1_000_000 / unit.length)).text.length).toBeLessThanOrEqual(
      32_768,
    );
  },
);

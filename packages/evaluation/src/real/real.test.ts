import { loadDetectionPolicy } from '@hrd-shield/policy';
import { describe, expect, test } from 'vitest';
import { readArchive } from './read-archive.ts';
import { parseTable } from './read-table.ts';
import { areaUnder, scoreTexts } from './score-texts.ts';

describe('reading', () => {
  test('quoted cells hold commas, quotes and line ends', () => {
    const rows = parseTable('a,b\n"1, ""x""","two\nlines"\n3,\n');
    expect(rows).toEqual([
      { a: '1, "x"', b: 'two\nlines' },
      { a: '3', b: '' },
    ]);
  });

  test('an archive gives its files by name', () => {
    const header = Buffer.alloc(512);
    header.write('folder/a.csv', 0);
    header.write('00000000005\0', 124);
    header.write('0', 156);
    const body = Buffer.alloc(512);
    body.write('hello', 0);
    const files = readArchive(Buffer.concat([header, body, Buffer.alloc(1_024)]));
    expect(files.get('folder/a.csv')?.toString()).toBe('hello');
  });
});

describe('judged texts', () => {
  test('the area counts ties half', () => {
    const scored = [
      { isAbuse: true, value: 1 },
      { isAbuse: true, value: 0 },
      { isAbuse: false, value: 0 },
      { isAbuse: false, value: 0 },
    ];
    expect(areaUnder(scored).value).toBe(0.75);
    expect(areaUnder(scored.slice(0, 2)).value).toBeNaN();
  });

  test('a language without a pack finds nothing and knows nothing', () => {
    const texts = [
      { text: 'you are a traitor', isAbuse: true },
      { text: 'see you at the meeting', isAbuse: false },
    ];
    const policy = loadDetectionPolicy();
    const set = { id: 'x', title: 'x', label: 'abuse', texts };
    const known = scoreTexts({ ...set, language: 'en' }, policy);
    expect([known.recall.value, known.precision.value, known.auc.value]).toEqual([1, 1, 1]);
    const unknown = scoreTexts({ ...set, language: 'ta' }, policy);
    expect([unknown.recall.value, unknown.coverage, unknown.auc.value]).toEqual([0, 0, 0.5]);
  });
});

import { describe, expect, test } from 'vitest';
import { readDesignations } from './read-designations.ts';

const VALID = {
  account: 'canary',
  allowedMeasures: ['limit-replies'],
  dataClasses: ['reports'],
  language: 'pt-BR',
  expiresAt: '2030-01-01T00:00:00Z',
  reviewers: ['r_AAAAAAAAAAAAAAAAAAAAAA', 'r_BBBBBBBBBBBBBBBBBBBBBB'],
};

function refusal(text: string): string {
  try {
    readDesignations(text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'accepted';
}

describe('a designations file', () => {
  test('of JSON lines is read with places, and absent fields get their defaults', () => {
    const text = `${JSON.stringify(VALID)}\n\n${JSON.stringify({ ...VALID, probe: true })}\n`;
    const entries = readDesignations(text);
    expect(entries.map(({ place, entry }) => [place, entry.tier, entry.probe])).toEqual([
      [1, 'watch', false],
      [3, 'watch', true],
    ]);
  });

  test('may be a YAML list', () => {
    const yaml = [
      '- account: canary',
      '  allowedMeasures: [limit-replies]',
      '  dataClasses: [reports, login]',
      '  language: es',
      "  expiresAt: '2030-01-01T00:00:00Z'",
      '  reviewers: [r_AAAAAAAAAAAAAAAAAAAAAA, r_BBBBBBBBBBBBBBBBBBBBBB]',
    ].join('\n');
    expect(readDesignations(yaml)[0]?.entry.dataClasses).toEqual(['reports', 'login']);
  });
});

describe('a refusal names place and field, never an account', () => {
  test.each([
    ['a line that is not JSON', '{"account":"canary"', 'line 1 is not JSON'],
    ['text that is nothing', 'canary', 'it is not a list of designations'],
    ['an unknown field', JSON.stringify({ ...VALID, canary: 1 }), 'entry 1 holds an unknown field'],
    [
      'one reviewer twice',
      JSON.stringify({ ...VALID, reviewers: [VALID.reviewers[0], VALID.reviewers[0]] }),
      'entry 1: reviewers is missing or malformed',
    ],
    [
      'no consent to any data',
      JSON.stringify({ ...VALID, dataClasses: [] }),
      'entry 1: dataClasses is missing or malformed',
    ],
  ])('%s', (_, text, said) => {
    expect(refusal(text)).toBe(`designation.bad-file: the designations file: ${said}`);
    expect(refusal(text)).not.toContain('canary');
  });
});

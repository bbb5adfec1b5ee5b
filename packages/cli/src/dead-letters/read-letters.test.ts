import { encodeBinary, INTERNAL_TYPES } from '@hrd-shield/contracts';
import type { SourceRecord } from '@hrd-shield/pipeline';
import { describe, expect, it } from 'vitest';
import { createLetterPile } from './read-letters.ts';

const LETTER = {
  code: 'record.bad-schema',
  step: 'decode',
  reason: 'no such type',
  topic: 'platform.content-events.v1',
  partition: 0,
  offset: '7',
  at: 1_000,
  sealed: false,
  bytes: '',
};

function recordOf(data: object, offset: number): SourceRecord {
  const event = {
    specversion: '1.0' as const,
    id: `${offset}`,
    source: '/test',
    type: INTERNAL_TYPES.deadLetter,
    time: '2026-01-05T12:00:00Z',
    data,
  };
  const { headers, key, value } = encodeBinary(event, 'x');
  return {
    key: Buffer.from(key),
    value: Buffer.from(value ?? []),
    offset: `${offset}`,
    timestamp: '0',
    headers,
  };
}

describe('dead letters as they are read', () => {
  it('are counted where they cannot be read, and hide none of the others', () => {
    const pile = createLetterPile(10);
    const broken = { ...recordOf(LETTER, 1), headers: {}, value: Buffer.from('{') };
    pile.take([recordOf(LETTER, 0), broken, recordOf({ half: true }, 2), recordOf(LETTER, 3)], 4);
    const { letters, ...rest } = pile.found();
    expect(letters.map(({ id }) => id)).toEqual(['4-0', '4-3']);
    expect(rest).toEqual({ unreadable: 2, isComplete: true });
  });

  it('say that there are more than are held', () => {
    const pile = createLetterPile(1);
    pile.take([recordOf(LETTER, 0), recordOf(LETTER, 1)], 0);
    expect(pile.found()).toMatchObject({ letters: [{ id: '0-0' }], isComplete: false });
  });
});

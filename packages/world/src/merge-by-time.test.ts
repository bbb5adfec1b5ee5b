import { describe, expect, it } from 'vitest';
import { mergeByTime } from './merge-by-time.ts';

describe('mergeByTime', () => {
  it('merges streams in time order and keeps the order of streams for equal times', () => {
    const a = [
      { at: 1, from: 'a' },
      { at: 4, from: 'a' },
      { at: 4, from: 'a2' },
    ];
    const b = [
      { at: 0, from: 'b' },
      { at: 4, from: 'b' },
    ];
    const c: { at: number; from: string }[] = [];
    const merged = [...mergeByTime([a, b, c, [{ at: 9, from: 'd' }]])];
    expect(merged.map(({ at, from }) => `${at}${from}`)).toEqual([
      '0b',
      '1a',
      '4a',
      '4a2',
      '4b',
      '9d',
    ]);
  });
});

import { expect, test } from 'vitest';
import { requireTimed } from './readers.ts';

const READING = { tookMs: 10, processorMs: 10 };

test('a reading of which most came before the clock ran is none', () => {
  const all = { ...READING, records: 900 };
  expect(requireTimed('reader', all, 1_000)).toBe(all);
  const none = { ...READING, records: 0 };
  expect(() => requireTimed('reader', none, 1_000)).toThrow('reader: only 0 of 1000 records');
});

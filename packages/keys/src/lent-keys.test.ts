import { expect, test } from 'vitest';
import { LentKeys } from './lent-keys.ts';

const key = new Uint8Array(32);

test('a key is lent for its time, and is not in memory once another one is lent after it', () => {
  let now = 0;
  const lent = new LentKeys({ entriesMax: 10, lentMs: 30_000, now: () => now });
  lent.lend('a', key);
  now = 10_000;
  lent.lend('b', key);
  now = 29_999;
  expect(lent.get('a')).toBe(key);
  now = 30_000;
  expect(lent.get('a')).toBeUndefined();
  expect(lent.size).toBe(2);
  lent.lend('c', key);
  expect(lent.size).toBe(2);
  expect(lent.get('b')).toBe(key);
});

test('beyond the bound the earliest goes, and one that is taken back is gone at once', () => {
  const lent = new LentKeys({ entriesMax: 2, lentMs: 30_000, now: () => 0 });
  for (const name of ['a', 'b', 'c']) lent.lend(name, key);
  expect(lent.size).toBe(2);
  expect(lent.get('a')).toBeUndefined();
  lent.takeBack('c');
  expect(lent.get('c')).toBeUndefined();
});

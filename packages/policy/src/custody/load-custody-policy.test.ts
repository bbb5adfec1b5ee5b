import { expect, it } from 'vitest';
import { loadCustodyPolicy } from './load-custody-policy.ts';

it('custody locks for the holder first, deletes nothing, and every command ends', () => {
  const { lifetimeMs, measures, remindMs } = loadCustodyPolicy();
  expect(measures[0]).toBe('lock-for-holder');
  expect(measures.filter((name) => name.includes('delete'))).toEqual([]);
  expect(remindMs).toBe(2 * 3_600_000);
  expect(lifetimeMs).toBeLessThan(7 * 86_400_000);
});

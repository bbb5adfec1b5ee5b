import { REFUSAL_REASONS } from '@hrd-shield/contracts';
import { expect, it } from 'vitest';
import { loadDesignationPolicy } from './load-designation-policy.ts';

const DAY_MS = 86_400_000;

it('the clocks of a designation are those that were promised', () => {
  const policy = loadDesignationPolicy();
  expect(policy.remindBeforeMs).toEqual([30 * DAY_MS, 14 * DAY_MS, 3 * DAY_MS]);
  expect(policy.graceMs).toBe(14 * DAY_MS);
  expect(policy.coolingOffMs).toBe(7 * DAY_MS);
  expect(policy.emergency).toEqual({
    reviewMs: 4 * 3_600_000,
    endMs: 3 * DAY_MS,
    remindMs: 3_600_000,
    dataClasses: ['public-content', 'reports'],
  });
});

it('every act and every reason of refusal has words that a person can read', () => {
  const { actWords, acts, refusalWords } = loadDesignationPolicy();
  expect(acts).toContain('documents-violations');
  expect(Object.keys(actWords)).toEqual([...acts]);
  for (const reason of REFUSAL_REASONS) expect(refusalWords[reason]).toMatch(/\.$/);
});

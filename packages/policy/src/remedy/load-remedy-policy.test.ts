import { expect, it } from 'vitest';
import { loadRemedyPolicy } from './load-remedy-policy.ts';

it('the remedy rules bind every cause, a failed clock of ours the soonest', () => {
  const { dueMs } = loadRemedyPolicy();
  expect(dueMs['released-unreviewed']).toBe(24 * 3_600_000);
  expect(Math.min(...Object.values(dueMs))).toBe(dueMs['released-unreviewed']);
});

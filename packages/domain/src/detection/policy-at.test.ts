import { expect, test } from 'vitest';
import type { DetectionPolicy } from './policy.ts';
import { policyAt } from './policy-at.ts';
import type { DefenderState } from './state/state.ts';
import { hash32 } from './statistics/hash.ts';

const rules = (hash: string, changes: Partial<DetectionPolicy> = {}) =>
  ({ hash, windows: [], regions: [], ...changes }) as unknown as DetectionPolicy;
const crisis = (hash: string, countries: readonly string[] = []) => ({
  startsAt: 1_000,
  endsAt: 2_000,
  countries,
  policy: rules(hash),
});
const POLICY = rules('usual', {
  windows: [crisis('crisis everywhere'), crisis('crisis there', ['BV'])],
  regions: [
    {
      countries: ['AQ'],
      policy: rules('region', { windows: [crisis('crisis in the region')] }),
    },
  ],
});

/** Sign-ins by country, most of them in the first. */
function heldAt(nowMs: number, ...countries: readonly string[]): string {
  const country = countries.map((code, i): [number, number] => [hash32(code), 9 - i]);
  const state = { clock: { nowMs }, signIns: { known: { country } } };
  return policyAt(state as unknown as DefenderState, POLICY).hash;
}

test('a region has its own rules for whoever mostly signs in from there', () => {
  expect(heldAt(500, 'AQ', 'BV')).toBe('region');
  expect(heldAt(500, 'BV', 'AQ')).toBe('usual');
  expect(heldAt(500)).toBe('usual');
});

test('a crisis holds from its first to its last moment, on the rules of the region', () => {
  expect(heldAt(999, 'AQ')).toBe('region');
  expect(heldAt(1_000, 'AQ')).toBe('crisis in the region');
  expect(heldAt(1_999, 'AQ')).toBe('crisis in the region');
  expect(heldAt(2_000, 'AQ')).toBe('region');
});

test('of several crises the one declared last holds, where it was declared', () => {
  expect(heldAt(1_500, 'BV')).toBe('crisis there');
  expect(heldAt(1_500, 'HM')).toBe('crisis everywhere');
});

import type { CrisisWindow } from '@hrd-shield/contracts';
import { expect, test } from 'vitest';
import { crisisPolicies } from './crisis-policies.ts';
import { loadDetectionPolicy } from './load-detection-policy.ts';

const policy = loadDetectionPolicy();
const CRISIS: CrisisWindow = {
  id: '2030-05-general-election',
  kind: 'election',
  countries: ['AQ'],
  startsAt: 1_000,
  endsAt: 2_000,
  declaredAt: 500,
  declaredBy: [],
  reason: 'vote and count',
  detection: [
    { threshold: 'detectors.D1.surpriseMin', value: 5, unit: 'x', source: 'x', owner: 'x' },
  ],
  protection: { lifetimeFactor: 1, dueFactor: 1, quietFactor: 1 },
};

test('a crisis raises the prior and changes what its record names, and nothing else', () => {
  const [window] = crisisPolicies(policy, [CRISIS]);
  expect((window?.policy.fusion.prior ?? 0) - policy.fusion.prior).toBeCloseTo(0.7, 9);
  expect(window?.policy.detectors.D1.surpriseMin).toBe(5);
  expect(window?.policy.detectors.D3).toBe(policy.detectors.D3);
  expect(policy.detectors.D1.surpriseMin).toBe(6);
});

test('a record that names no threshold is refused', () => {
  const detection = [
    { threshold: 'detectors.D1.nothing', value: 5, unit: '', source: '', owner: '' },
  ];
  expect(() => crisisPolicies(policy, [{ ...CRISIS, detection }])).toThrow('no threshold nothing');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadRegions } from '../regions/index.ts';
import { loadDetectionPolicy } from './load-detection-policy.ts';
import { regionPolicies } from './region-policies.ts';

const POLICY = loadDetectionPolicy();
const REGION = {
  id: 'southern-islands',
  countries: ['AQ', 'BV'],
  owner: 'detection',
  reviewed: '2030-01-15',
  reason: 'Bursts on one network are usual there.',
  detection: [
    {
      threshold: 'detectors.D1.surpriseMin',
      value: 7,
      unit: 'log-odds',
      source: 'labelled cases',
      owner: 'detection',
    },
  ],
};

function load(...records: readonly object[]) {
  const folder = mkdtempSync(join(tmpdir(), 'regions-'));
  try {
    for (const record of records) {
      const { id } = record as { readonly id: string };
      writeFileSync(join(folder, `${id}.yaml`), stringify(record));
    }
    return loadRegions(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a region changes the numbers that its file names, and nothing else', () => {
  const [region] = regionPolicies(POLICY, load(REGION), []);
  expect(region?.countries).toEqual(['AQ', 'BV']);
  expect(region?.policy.detectors.D1.surpriseMin).toBe(7);
  expect(region?.policy.detectors.D3).toBe(POLICY.detectors.D3);
  expect(POLICY.detectors.D1.surpriseMin).toBe(6);
});

test('a threshold that there is not, and a country in two regions, are refused by name', () => {
  const detection = [{ ...REGION.detection[0], threshold: 'detectors.D1.nothing' }];
  const unknown = load({ ...REGION, detection });
  expect(() => regionPolicies(POLICY, unknown, [])).toThrow(
    'regions/southern-islands: no threshold nothing',
  );
  const other = { ...REGION, id: 'other-islands', countries: ['BV'] };
  expect(() => load(REGION, other)).toThrow('BV is in other-islands, too');
});

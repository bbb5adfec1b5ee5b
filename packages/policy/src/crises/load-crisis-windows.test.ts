import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crisesAt } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { loadCrisisWindows } from './load-crisis-windows.ts';

const RECORD = {
  id: '2030-05-general-election',
  kind: 'election',
  countries: ['AQ'],
  startsAt: '2030-05-01T00:00:00Z',
  endsAt: '2030-05-21T00:00:00Z',
  declaredAt: '2030-04-20T09:00:00Z',
  declaredBy: ['r_AAAAAAAAAAAAAAAAAAAAAA', 'r_BBBBBBBBBBBBBBBBBBBBBB'],
  reason: 'Campaigning, vote and count.',
  detection: [
    { threshold: 'tiers.guard', value: 0.8, unit: 'score', source: 'last one', owner: 'detection' },
  ],
  protection: { lifetimeFactor: 2, dueFactor: 0.5, quietFactor: 2 },
};

function load(changes: object, name = `${RECORD.id}.yaml`) {
  const dir = mkdtempSync(join(tmpdir(), 'crises-'));
  try {
    writeFileSync(join(dir, name), stringify({ ...RECORD, ...changes }));
    return loadCrisisWindows(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('a declared crisis', () => {
  it('holds from its first to its last moment, and reverts by itself', () => {
    const windows = load({});
    const activeAt = (moment: string, country?: string) =>
      crisesAt(windows, Date.parse(moment), country).map(({ id }) => id);
    expect(activeAt('2030-04-30T23:59:59Z', 'AQ')).toEqual([]);
    expect(activeAt('2030-05-01T00:00:00Z', 'AQ')).toEqual([RECORD.id]);
    expect(activeAt('2030-05-20T23:59:59Z', 'AQ')).toEqual([RECORD.id]);
    expect(activeAt('2030-05-21T00:00:00Z', 'AQ')).toEqual([]);
  });

  it('holds only in the countries that it names, and everywhere when it names none', () => {
    const at = Date.parse('2030-05-10T00:00:00Z');
    expect(crisesAt(load({}), at, 'BV')).toEqual([]);
    expect(crisesAt(load({}), at)).toEqual([]);
    expect(crisesAt(load({ countries: [] }), at)).toHaveLength(1);
  });

  it('is declared by two different people', () => {
    const one = 'r_AAAAAAAAAAAAAAAAAAAAAA';
    expect(() => load({ declaredBy: [one] })).toThrow('two people declare a crisis');
    expect(() => load({ declaredBy: [one, one] })).toThrow('different people');
  });

  it('is bounded, and never declared backwards', () => {
    expect(() => load({ endsAt: '2030-07-01T00:00:00Z' })).toThrow('at most 31 days');
    expect(() => load({ declaredAt: '2030-05-02T00:00:00Z' })).toThrow('backwards');
    expect(() => load({ declaredAt: '2029-01-01T00:00:00Z' })).toThrow('ahead');
    expect(() => load({ endsAt: '2030-05-01T00:00:00Z' })).toThrow('ends after it begins');
  });

  it('stands in a file named by its id', () => {
    expect(() => load({}, 'other.yaml')).toThrow('named by its id');
  });
});

describe('the records of this package', () => {
  it('all fit', () => {
    expect(Array.isArray(loadCrisisWindows())).toBe(true);
  });
});

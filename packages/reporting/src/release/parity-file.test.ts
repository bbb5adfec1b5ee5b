import { describe, expect, it } from 'vitest';
import { hashOf } from '../frozen/canonical-json.ts';
import { makeRelease } from './make-release.ts';
import type { ParityFile } from './parity-file.ts';
import { factsOf, ORIGIN } from './spec/small-quarter.ts';

const FACTS = factsOf({ africa: [61, 20], europe: [33, 22] });
const PARITY: ParityFile = {
  format: 'hrd-shield.parity.v1',
  audience: 'public',
  run: 'par_0123456789abcdef01234567',
  quarter: '2026-Q1',
  corrects: null,
  factsHash: hashOf(FACTS),
  tables: [],
  losses: [],
  figures: [
    {
      id: 'parity-protected-in-time',
      benchmark: 'b',
      population: 'cases',
      slice: 'gender=declared',
      label: 'ratio',
      unit: 'ratio',
      state: 'value',
      value: 0.7,
      lower: 0.466,
      upper: 1.051,
      sample: 100,
    },
  ],
};
const releaseWith = (over: Partial<ParityFile>) =>
  makeRelease(FACTS, { ...ORIGIN, parity: { ...PARITY, ...over } });

describe('a release with parity', () => {
  it('has its figures beside its own, and names the run', () => {
    const release = releaseWith({});
    expect(release.parity).toBe(PARITY.run);
    expect(release.figures.at(-1)).toMatchObject({ label: 'ratio', value: 0.7, formulaHash: '' });
    expect(release.release).not.toBe(makeRelease(FACTS, ORIGIN).release);
  });

  it('takes nothing that is for people inside, or was counted from other facts', () => {
    expect(() => releaseWith({ audience: 'internal' })).toThrow(/people inside/);
    expect(() => releaseWith({ factsHash: '0'.repeat(64) })).toThrow(/other facts/);
  });
});

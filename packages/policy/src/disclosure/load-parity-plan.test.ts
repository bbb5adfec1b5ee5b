import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDesignationPolicy } from '../designation/load-designation-policy.ts';
import { loadParityPlan, readParityRules } from './load-parity-plan.ts';
import { loadReleasePlan } from './load-release-plan.ts';

const TEXT = readFileSync(
  fileURLToPath(new URL('../../rules/parity.yaml', import.meta.url)),
  'utf8',
);
const changed = (from: string, to: string) => () => readParityRules(TEXT.replace(from, to));

describe('the rules of parity', () => {
  it('place each published act in one kind of work', () => {
    const work = loadParityPlan().cohorts.flatMap((each) =>
      each.kind === 'acts' ? Object.values(each.groups).flat() : [],
    );
    expect([...work].sort()).toEqual([...loadDesignationPolicy().acts].sort());
  });

  it('cross cohorts with dimensions of the release, every value of them', () => {
    const { populations } = loadReleasePlan();
    for (const [id, dimensions] of Object.entries(loadParityPlan().populations)) {
      expect(populations.find((each) => each.id === id)?.dimensions).toMatchObject(dimensions);
    }
  });

  it('refuse a word with two meanings, and a share of what is in no table', () => {
    expect(changed('of: [lgbti]', 'of: [woman]')).toThrow(/woman has two meanings/);
    expect(changed('id: lgbti', 'id: protected')).toThrow(/protected has two meanings/);
    expect(changed('helps: [', 'several: [')).toThrow(/several has two meanings/);
    expect(changed('within: { origin: appeal }', 'within: { origin: court }')).toThrow(
      /origin=court is in no table/,
    );
    expect(changed('of: [in-time]', 'of: [soon]')).toThrow(/soon is in no table/);
    expect(changed('[900000, 3600000,', '[3600000, 900000,')).toThrow(/edges ascend/);
  });
});

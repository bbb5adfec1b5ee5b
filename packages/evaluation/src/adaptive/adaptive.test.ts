import { CATALOGUE, createRandom } from '@hrd-shield/world';
import { describe, expect, it } from 'vitest';
import { costOf } from './cost-model.ts';
import { moveShape } from './move-shape.ts';

const DAY_MS = 86_400_000;
const CHEAP = {
  actors: 10,
  postsPerActor: 2,
  durationMs: DAY_MS,
  freshRatio: 1,
  sharedDeviceRatio: 1,
  sharedNetworkRatio: 1,
  sharedProfileRatio: 1,
  exposureRatio: 0,
  textSource: 'template',
};

describe('the cost of an attack', () => {
  it('is that of its accounts, posts and days: 10 x 1 + 20 x 0.02 + 1 x 5', () => {
    expect(costOf(CHEAP)).toBeCloseTo(15.4, 10);
  });

  it('rises with accounts that have a past and devices of their own', () => {
    expect(costOf({ ...CHEAP, freshRatio: 0 })).toBeCloseTo(85.4, 10);
    expect(costOf({ ...CHEAP, sharedDeviceRatio: 0 })).toBeCloseTo(35.4, 10);
  });

  it('asks for the past of accounts that were made long ago, or over many months', () => {
    expect(costOf({ ...CHEAP, freshAgeDaysMax: 365, creationClusterDays: 10 })).toBeCloseTo(
      50.4,
      10,
    );
    expect(costOf({ ...CHEAP, freshAgeDaysMax: 10, creationClusterDays: 365 })).toBeCloseTo(
      50.4,
      10,
    );
    expect(costOf({ ...CHEAP, freshAgeDaysMax: 3_500 })).toBeCloseTo(85.4, 10);
  });

  it('counts the accounts of every day of a drip', () => {
    const { actors: _, durationMs: __, ...drip } = CHEAP;
    expect(costOf({ ...drip, actorsPerDay: 5, days: 2 })).toBeCloseTo(20.4, 10);
  });
});

describe('a step of the attacker', () => {
  it('stays within the ranges of the kind, whatever the chance', () => {
    const entry = CATALOGUE.A03;
    const random = createRandom('steps');
    let shape = entry.presets.medium;
    for (let step = 0; step < 200; step += 1) {
      shape = moveShape(entry, shape, random);
      for (const [name, { max, min }] of Object.entries(entry.ranges)) {
        expect(shape[name]).toBeGreaterThanOrEqual(min);
        expect(shape[name]).toBeLessThanOrEqual(max);
      }
    }
  });

  it('changes something', () => {
    const entry = CATALOGUE.A01;
    const { medium } = entry.presets;
    expect(moveShape(entry, medium, createRandom('one'))).not.toEqual(medium);
  });
});

import { describe, expect, it } from 'vitest';
import recorded from '../data/split.json' with { type: 'json' };
import { CATALOGUE_IDS } from './catalogue/catalogue.ts';
import { DIFFICULTIES } from './presets.ts';
import { createRandom } from './random.ts';
import { drawSplit, isInSplit, SHOWN_KINDS, splitOf, splitShape } from './splits.ts';

const RUNS = 200;

describe('the split', () => {
  it('is the one that was recorded before tuning', () => {
    expect(JSON.parse(JSON.stringify(drawSplit()))).toEqual(recorded);
  });

  it('holds out at least eight kinds, attacks and look-alikes, none of them of the demo', () => {
    const { heldOutKinds } = drawSplit();
    expect(new Set(heldOutKinds).size).toBeGreaterThanOrEqual(8);
    expect(heldOutKinds.some((id) => id.startsWith('A'))).toBe(true);
    expect(heldOutKinds.some((id) => id.startsWith('B'))).toBe(true);
    expect(heldOutKinds.filter((id) => SHOWN_KINDS.has(id))).toEqual([]);
  });

  it('gives seeds below a thousand to tuning, ten thousand and above to the proof', () => {
    expect([0, 999, 1_000, 9_999, 10_000, -1].map(splitOf)).toEqual([
      'tuning',
      'tuning',
      undefined,
      undefined,
      'held-out',
      undefined,
    ]);
  });

  it('never tunes in a held-out region, and goes there in half of the proof', () => {
    const split = drawSplit();
    const random = createRandom('regions');
    for (const id of CATALOGUE_IDS.filter((one) => isInSplit(split, one, 'tuning'))) {
      const region = split.heldOutRegions[id];
      if (region === undefined) continue;
      let inside = 0;
      for (let i = 0; i < RUNS; i++) {
        const difficulty = random.pick(DIFFICULTIES);
        const tuned: number = Number(
          splitShape(split, id, { name: 'tuning', difficulty, random })[region.parameter],
        );
        if (tuned >= region.min && tuned <= region.max)
          expect.fail(`${id} ${region.parameter} ${tuned}`);
        const held: number = Number(
          splitShape(split, id, { name: 'held-out', difficulty, random })[region.parameter],
        );
        if (held >= region.min && held <= region.max) inside++;
      }
      expect(inside, id).toBeGreaterThan(0.35 * RUNS);
    }
  });
});

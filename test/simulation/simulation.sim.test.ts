import { describe, expect, it } from 'vitest';
import { FLAWS, type Flaw } from './flaws.ts';
import { loadSimRules, runSimulation } from './run-simulation.ts';

const rules = loadSimRules();
/** Runs of every day; `npm run test:faults -- --only simulation` makes thousands of fresh ones. */
const SEEDS = 120;
/** A planted flaw that so many runs do not show would be missed. */
const SEEDS_TO_FIND = 20;

async function violationsOf(seeds: number, flaw?: Flaw): Promise<readonly string[]> {
  const found: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { violations } = await runSimulation(seed, rules, flaw);
    found.push(...violations.map((violation) => `seed ${seed}: ${violation}`));
    if (flaw !== undefined && found.length > 0) break;
  }
  return found;
}

describe('ingest, detect and respond under seeded faults', () => {
  it('lose nothing, double nothing and leave nothing on, whatever fails and in what order', async () => {
    expect(await violationsOf(SEEDS)).toEqual([]);
  });

  it('raise signals and put measures on in these runs, or nothing would be shown', async () => {
    const { counts } = await runSimulation(1, rules);
    expect(counts.signals).toBeGreaterThan(3);
    expect(counts.commands).toBeGreaterThan(3);
    expect(counts.crashes).toBeGreaterThan(3);
  });

  it('do the same again for the same seed, to the byte', async () => {
    const first = await runSimulation(7, rules);
    expect(await runSimulation(7, rules)).toEqual(first);
    expect((await runSimulation(8, rules)).trace).not.toBe(first.trace);
  });

  it.each(Object.keys(FLAWS) as Flaw[])('find the planted flaw %s', async (flaw) => {
    expect(await violationsOf(SEEDS_TO_FIND, flaw)).not.toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { findCapacity, type Rung } from './capacity.ts';
import { ageOfOldest, growthOf, type LagLook } from './lag.ts';

const rungOf = (perSecond: number, isServed: boolean): Rung => ({
  perSecond,
  isServed,
  lagGrowth: isServed ? 0 : 1,
});

describe('the search for what a machine takes', () => {
  it.each([40, 260, 1_000, 4_711, 90_000])('finds %d to a tenth, from below', async (limit) => {
    const found = await findCapacity(1_000, async (rate) => rungOf(rate, rate <= limit));
    expect(found.perSecond).toBeLessThanOrEqual(limit);
    expect(found.perSecond).toBeGreaterThan(limit / 1.2);
  });

  it('takes one failure for chance, two for the end', async () => {
    const failures = new Map<number, number>();
    const found = await findCapacity(1_000, async (rate) => {
      const before = failures.get(rate) ?? 0;
      failures.set(rate, before + 1);
      return rungOf(rate, rate <= 4_711 && before > 0);
    });
    expect(found.perSecond).toBeGreaterThan(4_711 / 1.2);
  });

  it('tells 0 where nothing is served, and ends', async () => {
    const found = await findCapacity(1_000, async (rate) => rungOf(rate, false));
    expect(found.perSecond).toBe(0);
    expect(found.tried.length).toBeLessThan(20);
  });
});

const looksOf = (lagMs: (atMs: number) => number): LagLook[] =>
  Array.from({ length: 80 }, (_, i) => ({ atMs: i * 500, lagMs: lagMs(i * 500) }));

describe('a growing lag', () => {
  it('is told from one that only goes up and down, and from a slow start', () => {
    expect(growthOf(looksOf((at) => 300 + (at % 2_500)))).toBeLessThan(0.05);
    expect(growthOf(looksOf((at) => Math.min(9_000, at)))).toBeLessThanOrEqual(0);
    expect(growthOf(looksOf((at) => 300 + (at % 2_500) + at / 10))).toBeGreaterThan(0.05);
  });

  it('is the age of the oldest record that nobody took', () => {
    const heads = [
      { atMs: 0, head: 10 },
      { atMs: 500, head: 20 },
      { atMs: 1_000, head: 20 },
    ];
    expect(ageOfOldest(heads, 20, 1_000)).toBe(0);
    expect(ageOfOldest(heads, 12, 1_000)).toBe(500);
    expect(ageOfOldest(heads, 3, 1_000)).toBe(1_000);
  });
});

import { describe, expect, it } from 'vitest';
import { generalisePeople, type Place, placeKey } from './generalise-people.ts';

const WEST = { fine: 'western-africa', coarse: 'africa' };
const EAST = { fine: 'eastern-africa', coarse: 'africa' };
const SOUTH = { fine: 'southern-asia', coarse: 'asia' };

function told(counts: readonly (readonly [Place, number])[], people = 10) {
  const shared = generalisePeople(
    counts.map(([place, count]) => ({ place, count })),
    people,
  );
  return counts.map(([place]) => shared.get(placeKey(place)));
}

describe('what is told of people', () => {
  it('is language and region where ten share both', () => {
    expect(told([[{ language: 'fr', region: WEST }, 10]])).toEqual([
      { language: 'fr', region: 'western-africa' },
    ]);
  });

  it('is the part of the world where nine share the region', () => {
    const places = [
      [{ language: 'fr', region: WEST }, 9],
      [{ language: 'fr', region: EAST }, 1],
    ] as const;
    expect(told(places)).toEqual([
      { language: 'fr', region: 'africa' },
      { language: 'fr', region: 'africa' },
    ]);
  });

  it('is another language where too few of a region speak it', () => {
    const places = [
      [{ language: 'hi', region: SOUTH }, 50],
      [{ language: 'ne', region: SOUTH }, 6],
      [{ language: 'dz', region: SOUTH }, 4],
    ] as const;
    expect(told(places)).toEqual([
      { language: 'hi', region: 'southern-asia' },
      { language: 'other', region: 'southern-asia' },
      { language: 'other', region: 'southern-asia' },
    ]);
  });

  it('is the language alone where no region is known', () => {
    expect(told([[{ language: 'ar' }, 12]])).toEqual([{ language: 'ar' }]);
  });

  it('is nothing of one person, and of the smallest group with whom that person hides', () => {
    const places = [
      [{ language: 'hi', region: SOUTH }, 50],
      [{ language: 'fr', region: WEST }, 11],
      [{ language: 'is' }, 1],
    ] as const;
    expect(told(places)).toEqual([
      { language: 'hi', region: 'southern-asia' },
      undefined,
      undefined,
    ]);
  });

  it('never leaves a group smaller than the floor, whoever is in the registry', () => {
    let state = 7;
    const draw = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 300; round += 1) {
      const counts = new Map<string, { place: Place; count: number }>();
      for (let one = 0; one < 1 + draw(14); one += 1) {
        const region = [WEST, EAST, SOUTH, undefined][draw(4)];
        const language = ['fr', 'hi', 'ar', 'is'][draw(4)] ?? 'fr';
        const place = { language, ...(region === undefined ? {} : { region }) };
        counts.set(placeKey(place), { place, count: 1 + draw(12) });
      }
      const shared = generalisePeople([...counts.values()], 10);
      const sizes = new Map<string, number>();
      for (const [key, { count }] of counts) {
        const group = JSON.stringify(shared.get(key) ?? 'nothing');
        sizes.set(group, (sizes.get(group) ?? 0) + count);
      }
      const small = [...sizes].filter(([group, size]) => size < 10 && group !== '"nothing"');
      expect(small).toEqual([]);
      const silent = sizes.get('"nothing"') ?? 0;
      expect(silent === 0 || silent >= 10 || sizes.size === 1).toBe(true);
    }
  });
});

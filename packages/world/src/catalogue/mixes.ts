import type { Random } from '../random.ts';
import { sample } from '../random.ts';
import { HOUR_MS, MINUTE_MS } from './base-shapes.ts';
import { CATALOGUE, CATALOGUE_IDS } from './catalogue.ts';
import type { CatalogueEntry } from './define-scenario.ts';
import { mixOf } from './mix.ts';

const LAG_MS_MAX = 12 * HOUR_MS;

/** Mixes that are known from accounts of real campaigns; a draw makes others. */
export const MIXES = {
  M01: mixOf([
    { entry: CATALOGUE.A15, lagMs: 0 },
    { entry: CATALOGUE.A01, lagMs: 2 * HOUR_MS },
    { entry: CATALOGUE.A22, lagMs: 5 * HOUR_MS },
  ]),
  M02: mixOf([
    { entry: CATALOGUE.A13, lagMs: 0 },
    { entry: CATALOGUE.A04, lagMs: 90 * MINUTE_MS },
  ]),
  M03: mixOf([
    { entry: CATALOGUE.A14, lagMs: 0 },
    { entry: CATALOGUE.A20, lagMs: 4 * HOUR_MS },
  ]),
  M04: mixOf([
    { entry: CATALOGUE.A17, lagMs: 0 },
    { entry: CATALOGUE.A24, lagMs: 3 * HOUR_MS },
    { entry: CATALOGUE.A23, lagMs: 8 * HOUR_MS },
  ]),
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** Two or three attacks drawn by chance, each up to half a day after the one before. */
export function drawMix(random: Random): CatalogueEntry {
  const attacks = CATALOGUE_IDS.filter((id) => CATALOGUE[id].kind === 'attack');
  let lagMs = 0;
  return mixOf(
    sample(random, attacks.length, 2 + random.int(2)).map((index) => {
      const entry = CATALOGUE[attacks[index] ?? 'A01'];
      const part = { entry, lagMs };
      lagMs += Math.floor(random.next() * LAG_MS_MAX);
      return part;
    }),
  );
}

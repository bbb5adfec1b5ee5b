import type { Difficulty } from '../presets.ts';
import type { Random } from '../random.ts';
import type { CatalogueEntry, Range, Shape } from './define-scenario.ts';

/** Spread of a parameter about its preset, as the sigma of a logarithm. */
const SPREAD_SIGMA = 0.35;
/** Spread of a parameter whose preset is 0, as a share of its range. */
const SPREAD_AT_ZERO = 0.1;

/** A part of one parameter's range that tuning never sees. */
export interface HeldRegion {
  readonly parameter: string;
  readonly min: number;
  readonly max: number;
}

export interface ShapeDraw {
  readonly difficulty: Difficulty;
  readonly random: Random;
  /** `outside` keeps away from the region; `inside` draws in it. */
  readonly held?: { readonly region: HeldRegion; readonly side: 'inside' | 'outside' };
}

/** The parameters of one run: the preset of a difficulty, varied within the ranges of the entry. */
export function drawShape(entry: CatalogueEntry, draw: ShapeDraw): Shape {
  const preset = entry.presets[draw.difficulty];
  const varied = Object.entries(entry.ranges).map(([name, range]): [string, number] => {
    const value = near(Number(preset[name]), range, draw.random);
    const held = draw.held?.region.parameter === name ? draw.held : undefined;
    if (held === undefined) return [name, value];
    return [name, placed(value, range, { ...held, random: draw.random })];
  });
  return { ...preset, ...Object.fromEntries(varied) };
}

/** Counts are whole; shares and rates are not. */
export function isCount(range: Range): boolean {
  return range.max > 1 && Number.isInteger(range.min) && Number.isInteger(range.max);
}

function near(value: number, range: Range, random: Random): number {
  const moved =
    value === 0
      ? range.min + random.next() * SPREAD_AT_ZERO * (range.max - range.min)
      : value * Math.exp(SPREAD_SIGMA * random.normal());
  const within = Math.min(range.max, Math.max(range.min, moved));
  return isCount(range) ? Math.round(within) : within;
}

function placed(
  value: number,
  range: Range,
  held: {
    readonly region: HeldRegion;
    readonly side: 'inside' | 'outside';
    readonly random: Random;
  },
): number {
  const { region, side } = held;
  const whole = isCount(range);
  if (side === 'inside') {
    const drawn = region.min + held.random.next() * (region.max - region.min);
    return whole ? Math.min(Math.ceil(drawn), Math.floor(region.max)) : drawn;
  }
  if (value < region.min || value > region.max) return value;
  // The nearer end of the region, unless the range ends there.
  const step = whole ? 1 : (range.max - range.min) * 1e-6;
  const below = Math.min(value, region.min - step);
  const above = region.max + step;
  const down = value - region.min < region.max - value;
  const chosen = below < range.min || (!down && above <= range.max) ? above : below;
  return whole ? (chosen === above ? Math.ceil(chosen) : Math.floor(chosen)) : chosen;
}

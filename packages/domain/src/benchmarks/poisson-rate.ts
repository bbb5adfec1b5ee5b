import { invariant } from '@hrd-shield/contracts/pure';
import type { Figure } from './figure.ts';
import { Z_95 } from './normal.ts';

const ZERO_UPPER_95 = 3.6888794541139363;

/**
 * A count, or a count for each unit of exposure, with an interval at 95 % that treats the events as
 * independent.
 *
 * @param count whole number of events
 * @param exposure what they are divided by, such as defender-days; 1 for a plain count
 * @param n how many things were looked at
 * @source Byar's approximation, Breslow and Day 1987; at zero the exact bound, -ln(0.025)
 */
export function poissonRate(count: number, exposure: number, n: number): Figure {
  invariant(count >= 0 && exposure >= 0, 'count and exposure are not negative');
  if (exposure === 0) return { kind: 'no-data' };
  const interval = { lower: byarLower(count) / exposure, upper: byarUpper(count) / exposure };
  return { kind: 'value', value: count / exposure, interval, n, observed: n };
}

/** A total that was counted in full, not sampled: its interval is itself. */
export function exactCount(count: number, n: number): Figure {
  return { kind: 'value', value: count, interval: { lower: count, upper: count }, n, observed: n };
}

function byarLower(count: number): number {
  if (count === 0) return 0;
  return count * (1 - 1 / (9 * count) - Z_95 / (3 * Math.sqrt(count))) ** 3;
}

function byarUpper(count: number): number {
  if (count === 0) return ZERO_UPPER_95;
  const next = count + 1;
  return next * (1 - 1 / (9 * next) + Z_95 / (3 * Math.sqrt(next))) ** 3;
}

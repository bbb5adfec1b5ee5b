import { invariant } from '@hrd-shield/contracts/pure';
import type { EndedBy } from './cumulative-incidence.ts';

/** `weight` cases of one part of the people, a whole number, with the same time and end. */
export interface PartedCase<End extends string> extends EndedBy<End> {
  /** Cases that are in no part are left out with none. */
  readonly part: number | undefined;
}

/** What is known of everybody but one part, just after a time. */
export interface WithoutPart {
  /** Share that has not ended in any way, 0 to 1. */
  readonly open: number;
  /** Share that has ended in the way that is asked for, 0 to 1. */
  readonly incidence: number;
}

/**
 * The curves that leave one part of the people out each, all from one tally: counts are whole
 * numbers, so that what is left of a sum is the sum of what is left, to the last digit.
 *
 * @returns one a part, in the order in which parts come first
 * @source product-limit estimate, Kaplan and Meier 1958; competing ends, Aalen and Johansen 1978
 */
export function withoutEachPart<End extends string>(
  cases: readonly PartedCase<End>[],
  end: End,
  at: number,
): readonly WithoutPart[] {
  const parts = new Map<number | undefined, number>();
  for (const { part, weight } of cases) {
    invariant(Number.isInteger(weight), 'cases are counted whole');
    if (part !== undefined) parts.set(part, (parts.get(part) ?? 0) + weight);
  }
  const size = cases.reduce((sum, { weight }) => sum + weight, 0);
  const tallies = tallyByTime(cases, end).filter(({ time }) => time <= at);
  return [...parts].map(([part, own]) => curveWithout(tallies, part, size - own));
}

function curveWithout(
  tallies: readonly Tally[],
  part: number | undefined,
  size: number,
): WithoutPart {
  let atRisk = size;
  let open = 1;
  let incidence = 0;
  for (const { all, byPart } of tallies) {
    const own = byPart.get(part) ?? NOBODY;
    if (all.left === own.left) continue;
    incidence += (open * (all.endedSo - own.endedSo)) / atRisk;
    open *= 1 - (all.ended - own.ended) / atRisk;
    atRisk -= all.left - own.left;
  }
  return { open, incidence };
}

interface Counts {
  left: number;
  ended: number;
  endedSo: number;
}

interface Tally {
  readonly time: number;
  readonly all: Counts;
  readonly byPart: Map<number | undefined, Counts>;
}

const NOBODY: Readonly<Counts> = { left: 0, ended: 0, endedSo: 0 };

function tallyByTime<End extends string>(
  cases: readonly PartedCase<End>[],
  wanted: End,
): readonly Tally[] {
  const tallies = new Map<number, Tally>();
  for (const { end, part, time, weight } of cases) {
    const tally = tallies.get(time) ?? { time, all: { ...NOBODY }, byPart: new Map() };
    tallies.set(time, tally);
    const own = tally.byPart.get(part) ?? { ...NOBODY };
    tally.byPart.set(part, own);
    for (const counts of [tally.all, own]) {
      counts.left += weight;
      if (end !== undefined) counts.ended += weight;
      if (end === wanted) counts.endedSo += weight;
    }
  }
  return [...tallies.values()].sort((a, b) => a.time - b.time);
}

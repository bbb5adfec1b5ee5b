import type { EventRef } from '@hrd-shield/contracts';
import type { ByteReader, ByteWriter } from './bytes.ts';

/** Means and spreads are kept in steps, so that a frozen state goes on as it was. */
const STEP = 1 / 2048;
const CELL_MAX = 65_535;
const DAYS_MAX = 255;

/** The event by which an odd day is shown. */
interface Shown {
  readonly ref: EventRef;
  readonly at: number;
  campaigns: number;
}

/** What is usual of each feature of a day, and how odd the last closed day was. 90 bytes. */
export interface PatternMemory {
  readonly means: number[];
  readonly spreads: number[];
  days: number;
  /** Mean robust z of the oddest features of the last closed day. */
  odd: number;
  /** End of that day, epoch ms; 0 before the first. */
  oddAt: number;
  /** The newest event of that day, by which it is shown. */
  shown: Shown | undefined;
}

export function newPatternMemory(): PatternMemory {
  return { means: [], spreads: [], days: 0, odd: 0, oddAt: 0, shown: undefined };
}

/** How a day is held against what is usual, and how fast that follows. */
export interface PatternRules {
  readonly daysMin: number;
  readonly daysKept: number;
  /** Least spread of a feature: below it everything would be odd. */
  readonly spreadMin: number;
  readonly strongest: number;
  readonly zMax: number;
}

/** Holds a closed day against what is usual, then learns it, however odd, as at most `zMax`. */
export function learnDay(
  memory: PatternMemory,
  day: {
    readonly features: readonly number[];
    readonly endMs: number;
    readonly last: Pick<Shown, 'ref' | 'at'>;
  },
  rules: PatternRules,
): void {
  const { means, spreads } = memory;
  const share = 1 / Math.min(rules.daysKept, memory.days + 1);
  const odd = day.features.map((value, i) => {
    const mean = means[i] ?? 0;
    const spread = Math.max(rules.spreadMin, spreads[i] ?? 0);
    const z = Math.min(rules.zMax, Math.abs(value - mean) / spread);
    const kept =
      mean + Math.sign(value - mean) * Math.min(Math.abs(value - mean), rules.zMax * spread);
    const learnt = memory.days === 0 ? value : kept;
    means[i] = inSteps(mean + (learnt - mean) * share);
    const off = memory.days === 0 ? 0 : Math.abs(learnt - mean);
    spreads[i] = inSteps((spreads[i] ?? 0) + (off - (spreads[i] ?? 0)) * share);
    return z;
  });
  const top = odd.sort((a, b) => b - a).slice(0, rules.strongest);
  const isKnown = memory.days >= rules.daysMin;
  memory.odd = isKnown ? inSteps(top.reduce((sum, z) => sum + z, 0) / rules.strongest) : 0;
  memory.oddAt = day.endMs;
  memory.shown = { ...day.last, campaigns: 0 };
  memory.days = Math.min(DAYS_MAX, memory.days + 1);
}

function inSteps(value: number): number {
  return Math.min(CELL_MAX, Math.round(value / STEP)) * STEP;
}

export function writePatternMemory(out: ByteWriter, memory: PatternMemory): void {
  out.u8(memory.days);
  out.u8(memory.means.length);
  memory.means.forEach((mean, i) => {
    out.u16(Math.round(mean / STEP));
    out.u16(Math.round((memory.spreads[i] ?? 0) / STEP));
  });
  out.u16(Math.round(memory.odd / STEP));
  out.varint(memory.oddAt);
  out.u8(memory.shown === undefined ? 0 : 1);
  if (memory.shown === undefined) return;
  out.id(memory.shown.ref);
  out.varint(memory.shown.at);
  out.u16(memory.shown.campaigns);
}

export function readPatternMemory(input: ByteReader): PatternMemory {
  const memory = newPatternMemory();
  memory.days = input.u8();
  const features = input.u8();
  for (let i = 0; i < features; i += 1) {
    memory.means.push(input.u16() * STEP);
    memory.spreads.push(input.u16() * STEP);
  }
  memory.odd = input.u16() * STEP;
  memory.oddAt = input.varint();
  if (input.u8() === 0) return memory;
  memory.shown = {
    ref: input.id('e') as EventRef,
    at: input.varint(),
    campaigns: input.u16(),
  };
  return memory;
}

import type { DetectionPolicy } from '../policy.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { CHANNEL_INDEX, CHANNELS, type Channel } from './channels.ts';

export const HOUR_MS = 3_600_000;
const HOURS_PER_WEEK = 168;
/** Log scale of the cells: 1/4096 in ln(1 + rate), up to 8.9 million an hour. */
const CELL_SCALE = 4096;
const CELL_MAX = 65_535;
const WEEKS_MAX = 255;

/**
 * What is usual for this defender: a Gamma-Poisson rate per channel, with a profile by hour of the
 * week. Bound: 4 x 168 x 2 bytes and 168 bytes. Learns only from closed hours without alert.
 *
 * @source detection notes, section 2, shared statistics
 */
export interface Baseline {
  /** Learnt mean per hour, on the log scale of `CELL_SCALE`. */
  readonly cells: Uint16Array;
  /** Times each hour of the week was learnt. */
  readonly weeks: Uint8Array;
  /** Events and hours learnt, fading, per channel: the overall rate. */
  readonly events: number[];
  readonly hours: number[];
}

export function newBaseline(): Baseline {
  return {
    cells: new Uint16Array(CHANNELS.length * HOURS_PER_WEEK),
    weeks: new Uint8Array(HOURS_PER_WEEK),
    events: CHANNELS.map(() => 0),
    hours: CHANNELS.map(() => 0),
  };
}

/** Learns one closed hour. `growthMax` bounds the drift upward; `Infinity` during the cold start. */
export function learnHour(
  baseline: Baseline,
  hour: number,
  counts: readonly number[],
  options: { readonly policy: DetectionPolicy; readonly growthMax: number },
): void {
  const { policy, growthMax } = options;
  const slot = hour % HOURS_PER_WEEK;
  const fade = 1 - 1 / (policy.baseline.memoryWeeks * HOURS_PER_WEEK);
  const week = Math.min(policy.baseline.memoryWeeks, (baseline.weeks[slot] ?? 0) + 1);
  for (let c = 0; c < CHANNELS.length; c += 1) {
    const channel = CHANNELS[c] ?? 'speech';
    const cell = c * HOURS_PER_WEEK + slot;
    const count = counts[c] ?? 0;
    // One event an hour may always be learnt: what is usual is asked for only beyond it.
    const seen =
      count <= 1
        ? count
        : Math.min(count, Math.max(1, ratePerHour(baseline, channel, hour, policy) * growthMax));
    const mean = decodeRate(baseline.cells[cell] ?? 0);
    baseline.cells[cell] = encodeRate(mean + (seen - mean) / week);
    baseline.events[c] = (baseline.events[c] ?? 0) * fade + seen;
    baseline.hours[c] = (baseline.hours[c] ?? 0) * fade + 1;
  }
  baseline.weeks[slot] = Math.min(WEEKS_MAX, (baseline.weeks[slot] ?? 0) + 1);
}

/** Learns a long silence at once: the overall rate falls, the profile stays. */
export function learnSilence(baseline: Baseline, hours: number, policy: DetectionPolicy): void {
  const fade = (1 - 1 / (policy.baseline.memoryWeeks * HOURS_PER_WEEK)) ** hours;
  CHANNELS.forEach((_, c) => {
    baseline.events[c] = (baseline.events[c] ?? 0) * fade;
    baseline.hours[c] = (baseline.hours[c] ?? 0) * fade + hours;
  });
}

/** Expected events an hour of a channel in the given hour since the epoch. */
export function ratePerHour(
  baseline: Baseline,
  channel: Channel,
  hour: number,
  policy: DetectionPolicy,
): number {
  const c = CHANNEL_INDEX[channel];
  const slot = hour % HOURS_PER_WEEK;
  const { priorEvents, profileWeeks, memoryWeeks } = policy.baseline;
  const peer = policy.baseline.peerPerHour[channel];
  const overall =
    (priorEvents + (baseline.events[c] ?? 0)) / (priorEvents / peer + (baseline.hours[c] ?? 0));
  const weeks = Math.min(memoryWeeks, baseline.weeks[slot] ?? 0);
  const cell = decodeRate(baseline.cells[c * HOURS_PER_WEEK + slot] ?? 0);
  return (profileWeeks * overall + weeks * cell) / (profileWeeks + weeks);
}

/** Expected events of a channel from `fromMs` to `toMs`; at most 25 hours are read. */
export function expectedEvents(
  baseline: Baseline,
  channel: Channel,
  span: { readonly fromMs: number; readonly toMs: number },
  policy: DetectionPolicy,
): number {
  let sum = 0;
  const last = Math.floor(span.toMs / HOUR_MS);
  for (let hour = Math.floor(span.fromMs / HOUR_MS); hour <= last; hour += 1) {
    const from = Math.max(span.fromMs, hour * HOUR_MS);
    const to = Math.min(span.toMs, (hour + 1) * HOUR_MS);
    if (to > from) sum += (ratePerHour(baseline, channel, hour, policy) * (to - from)) / HOUR_MS;
  }
  return sum;
}

function encodeRate(rate: number): number {
  return rate === 0 ? 0 : Math.min(CELL_MAX, Math.round(Math.log1p(rate) * CELL_SCALE));
}

function decodeRate(cell: number): number {
  return cell === 0 ? 0 : Math.expm1(cell / CELL_SCALE);
}

export function writeBaseline(out: ByteWriter, baseline: Baseline): void {
  for (let c = 0; c < CHANNELS.length; c += 1) {
    out.f64(baseline.events[c] ?? 0);
    out.f64(baseline.hours[c] ?? 0);
  }
  out.u8s(baseline.weeks);
  baseline.weeks.forEach((weeks, slot) => {
    if (weeks === 0) return;
    for (let c = 0; c < CHANNELS.length; c += 1) {
      out.u16(baseline.cells[c * HOURS_PER_WEEK + slot] ?? 0);
    }
  });
}

export function readBaseline(input: ByteReader): Baseline {
  const baseline = newBaseline();
  for (let c = 0; c < CHANNELS.length; c += 1) {
    baseline.events[c] = input.f64();
    baseline.hours[c] = input.f64();
  }
  baseline.weeks.set(input.u8s(HOURS_PER_WEEK));
  baseline.weeks.forEach((weeks, slot) => {
    if (weeks === 0) return;
    for (let c = 0; c < CHANNELS.length; c += 1) {
      baseline.cells[c * HOURS_PER_WEEK + slot] = input.u16();
    }
  });
  return baseline;
}

import { join } from 'node:path';
import { placesOf } from '@hrd-shield/local-stack';
import { installToolkit } from '../../packages/evaluation/src/rivals/toolkit/install-toolkit.ts';
import { type EngineFigures, rssMost, rssSlope, runEngine } from './detect/engine-job.ts';
import { runToolkit, type ToolkitFigures } from './detect/toolkit-job.ts';
import type { Say } from './firehose.ts';
import { type Spread, shown, spreadOf } from './statistics.ts';

/** What can be asked alone: the engine with and without text, and the toolkit beside it. */
export const DETECT_PARTS = ['with-text', 'without-text', 'toolkit'] as const;
export type DetectPart = (typeof DETECT_PARTS)[number];

export interface DetectOptions {
  readonly rounds: number;
  readonly parts: readonly DetectPart[];
  /** Ten million events, and the toolkit on a million. */
  readonly isLong: boolean;
  /** Sizes to run, events; the usual ones when absent. */
  readonly sizes?: readonly number[];
}

/** One size of stream. */
export interface SizeFigures {
  readonly events: number;
  readonly withText: boolean;
  readonly eventsPerSecond: Spread;
  readonly eventsPerCpuSecond: Spread;
  /** Of the process, after collections. */
  readonly rssMostMiB: number;
  readonly rssSlope: number;
  readonly hotBytesMost: number;
  readonly idleBytesMost: number;
}

export interface DetectFigures {
  readonly sizes: readonly SizeFigures[];
  /** Speed at the largest size over speed at the smallest, with text and without. */
  readonly flatness: { readonly withText: number; readonly withoutText: number };
  readonly againstToolkit: readonly Comparison[];
  readonly goals: typeof GOALS;
}

/**
 * Who posted similar texts within the window, asked of the same messages: the toolkit's
 * `co_similar` answers it for all accounts; ours for each defender within a day, and does all else
 * that it does on the way.
 */
export interface Comparison {
  readonly messages: number;
  /** Of the toolkit: its own default of a minute, or the day that ours looks back. */
  readonly windowSeconds: number;
  /** False: the toolkit was ended at the limit, and what is told of it is a bound in its favour. */
  readonly finished: boolean;
  readonly limitSeconds: number;
  /** Events of a second of processor time, all processes of each. */
  readonly ours: Spread;
  readonly toolkit: Spread;
  /** Against its computation alone, and with its loading of the messages. */
  readonly ratio: Spread;
  readonly ratioWithLoading: Spread;
}

/** @source issue 4, section 3 */
const GOALS = {
  withoutText: { floor: 40_000, goal: 100_000 },
  withText: { floor: 15_000, goal: 30_000 },
  hotBytes: 131_072,
  idleBytes: 6_144,
  rssSlope: 0.01,
  againstToolkit: 10,
} as const;

const DAY_MS = 86_400_000;
const MIB = 1_048_576;
const USUAL = [100_000, 1_000_000] as const;
const LONG = 10_000_000;
const DEFENDERS = 1_000;
/** A hundred thousand messages a week, whatever the size: longer streams last longer. */
const EVENTS_PER_DAY = 100_000 / 7;
const COMPARED = [20_000, 100_000] as const;
const COMPARED_LONG = 1_000_000;
/** The toolkit's own default, and what detection looks back. */
const WINDOWS_SECONDS = [60, 86_400] as const;
/** How long the toolkit may take, seconds: in a usual run, and in a long one. */
const LIMIT_SECONDS = { usual: 600, long: 3_600 } as const;

/** The engine alone: speed, flatness and memory, and the toolkit on the same messages. */
export async function benchDetect(options: DetectOptions, say: Say): Promise<DetectFigures> {
  const sizes = options.sizes ?? (options.isLong ? [...USUAL, LONG] : USUAL);
  const figures: SizeFigures[] = [];
  for (const events of sizes) {
    // What takes minutes is run once; what takes seconds in alternated rounds.
    const rounds = events > (USUAL[0] ?? 0) ? 1 : options.rounds;
    figures.push(...(await ofSize(events, { ...options, rounds }, say)));
  }
  const [least = 0] = sizes;
  const usual = options.isLong ? [...COMPARED, COMPARED_LONG] : COMPARED;
  const compared = options.parts.includes('toolkit') ? (options.sizes ?? usual) : [];
  const limitSeconds = options.isLong ? LIMIT_SECONDS.long : LIMIT_SECONDS.usual;
  const againstToolkit: Comparison[] = [];
  for (const messages of compared) {
    const rounds = messages > (COMPARED[0] ?? 0) ? 1 : options.rounds;
    againstToolkit.push(...(await compare({ messages, rounds, limitSeconds }, say)));
  }
  const speed = (events: number | undefined, withText: boolean): number =>
    figures.find((one) => one.events === events && one.withText === withText)?.eventsPerCpuSecond
      .median ?? Number.NaN;
  const flat = (withText: boolean): number =>
    speed(sizes.at(-1), withText) / speed(least, withText);
  const flatness = { withText: flat(true), withoutText: flat(false) };
  const [text, none] = [flatness.withText, flatness.withoutText].map((one) => one.toFixed(2));
  say(`speed at the largest size over the smallest: ${text} with text, ${none} without`);
  return { sizes: figures, flatness, againstToolkit, goals: GOALS };
}

async function ofSize(
  events: number,
  { parts, rounds }: Pick<DetectOptions, 'parts' | 'rounds'>,
  say: Say,
): Promise<SizeFigures[]> {
  const kinds = [true, false].filter((withText) =>
    parts.includes(withText ? 'with-text' : 'without-text'),
  );
  const runs = new Map<boolean, EngineFigures[]>(kinds.map((withText) => [withText, []]));
  const durationMs = (events / EVENTS_PER_DAY) * DAY_MS;
  for (let round = 0; round < rounds; round += 1) {
    for (const [withText, found] of runs) {
      const job = { events, defenders: DEFENDERS, durationMs, withText };
      found.push(await runEngine(job));
    }
  }
  return [...runs].map(([withText, found]) => {
    const most = (of: (one: EngineFigures) => number) => Math.max(...found.map(of));
    const size: SizeFigures = {
      events,
      withText,
      eventsPerSecond: spreadOf(found.map((one) => one.eventsPerSecond)),
      eventsPerCpuSecond: spreadOf(found.map((one) => one.eventsPerCpuSecond)),
      rssMostMiB: Math.round(most(rssMost) / MIB),
      rssSlope: most(rssSlope),
      hotBytesMost: most((one) => one.hotBytesMost),
      idleBytesMost: most((one) => one.idleBytesMost),
    };
    sayCell(size, say);
    return size;
  });
}

function sayCell(size: SizeFigures, say: Say): void {
  const kind = size.withText ? 'with text' : 'without text';
  say(`${size.events} events ${kind}: ${shown(size.eventsPerSecond, 'events/s')}`);
  say(`  of processor time: ${shown(size.eventsPerCpuSecond, 'events/s')}`);
  const slope = `${(size.rssSlope * 100).toFixed(1)} %`;
  say(
    `  memory at most ${size.rssMostMiB} MiB, ${slope} over the second half, hot ${size.hotBytesMost} B, idle ${size.idleBytesMost} B`,
  );
}

interface CompareRun {
  readonly messages: number;
  readonly rounds: number;
  readonly limitSeconds: number;
}

/** Alternated rounds over one stream of a week. */
async function compare(
  { limitSeconds, messages, rounds }: CompareRun,
  say: Say,
): Promise<Comparison[]> {
  const { cacheDir } = placesOf(process.env);
  const toolkit = await installToolkit(join(cacheDir, 'rivals'), say);
  const week = { events: messages, durationMs: 7 * DAY_MS, withText: true };
  // As many messages for each defender, however many there are.
  const options = { ...week, defenders: Math.max(DEFENDERS, messages / 100) };
  const ours: number[] = [];
  const theirs: ToolkitFigures[][] = WINDOWS_SECONDS.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    ours.push((await runEngine(options)).eventsPerCpuSecond);
    for (const [i, windowSeconds] of WINDOWS_SECONDS.entries()) {
      const figures = await runToolkit(toolkit, options, { windowSeconds, limitSeconds });
      theirs[i]?.push(figures);
    }
  }
  return WINDOWS_SECONDS.map((windowSeconds, i) => {
    const found = theirs[i] ?? [];
    const computed = found.map(({ compute }) => messages / compute.cpuSeconds);
    const loaded = found.map(
      ({ compute, preprocess }) => messages / (compute.cpuSeconds + preprocess.cpuSeconds),
    );
    const over = (rates: readonly number[]): Spread =>
      spreadOf(ours.map((rate, n) => rate / (rates[n] ?? Number.NaN)));
    const comparison: Comparison = {
      messages,
      windowSeconds,
      finished: found.every(({ compute }) => compute.finished),
      limitSeconds,
      ours: spreadOf(ours),
      toolkit: spreadOf(computed),
      ratio: over(computed),
      ratioWithLoading: over(loaded),
    };
    sayComparison(comparison, say);
    return comparison;
  });
}

function sayComparison(one: Comparison, say: Say): void {
  say(`${one.messages} messages, who posted similar texts, of a second of processor time:`);
  say(`  ours, all detectors, within a day at each defender: ${shown(one.ours, 'messages')}`);
  const end = one.finished ? '' : `, not finished in ${one.limitSeconds} s, so at most`;
  say(`  co_similar within ${one.windowSeconds} s${end}: ${shown(one.toolkit, 'messages')}`);
  const least = one.finished ? '' : 'at least ';
  say(`  ratio ${least}${one.ratio.median.toFixed(1)} (goal ${GOALS.againstToolkit})`);
}

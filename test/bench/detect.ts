import { join } from 'node:path';
import { placesOf } from '@hrd-shield/local-stack';
import { installToolkit } from '../../packages/evaluation/src/rivals/toolkit/install-toolkit.ts';
import { type EngineFigures, rssSlope, runEngine } from './detect/engine-job.ts';
import { runToolkit } from './detect/toolkit-job.ts';
import type { Say } from './firehose.ts';
import { type Spread, shown, spreadOf } from './statistics.ts';

export interface DetectOptions {
  readonly rounds: number;
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
  readonly rssSlope: number;
  readonly hotBytesMost: number;
  readonly idleBytesMost: number;
}

export interface DetectFigures {
  readonly sizes: readonly SizeFigures[];
  /** Speed at the largest size over speed at the smallest, with text and without. */
  readonly flatness: { readonly withText: number; readonly withoutText: number };
  /** Ours over the toolkit's `co_similar`, by messages. */
  readonly againstToolkit: readonly {
    readonly messages: number;
    /** Against its computation alone, and with its loading of the messages. */
    readonly ratio: Spread;
    readonly ratioWithLoading: Spread;
    readonly ours: Spread;
    readonly toolkit: Spread;
  }[];
  readonly goals: typeof GOALS;
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
const USUAL = [100_000, 1_000_000] as const;
const LONG = 10_000_000;
const DEFENDERS = 1_000;
/** A hundred thousand messages a week, whatever the size: longer streams last longer. */
const EVENTS_PER_DAY = 100_000 / 7;

/** The engine alone: speed, flatness and memory, and the toolkit on the same messages. */
export async function benchDetect(options: DetectOptions, say: Say): Promise<DetectFigures> {
  const sizes = options.sizes ?? (options.isLong ? [...USUAL, LONG] : USUAL);
  const figures: SizeFigures[] = [];
  for (const events of sizes) {
    // What takes minutes is run once; what takes seconds in alternated rounds.
    const rounds = events > (USUAL[0] ?? 0) ? 1 : options.rounds;
    figures.push(...(await bothKinds(events, rounds, say)));
  }
  const [least = 0] = sizes;
  const compared = options.isLong ? [least, least * 10] : [least];
  const againstToolkit = [];
  for (const messages of compared) {
    const rounds = messages > (USUAL[0] ?? 0) ? 1 : options.rounds;
    againstToolkit.push(await compare(messages, rounds, say));
  }
  const speed = (events: number | undefined, withText: boolean): number =>
    figures.find((one) => one.events === events && one.withText === withText)?.eventsPerCpuSecond
      .median ?? Number.NaN;
  const flat = (withText: boolean): number =>
    speed(sizes.at(-1), withText) / speed(least, withText);
  const flatness = { withText: flat(true), withoutText: flat(false) };
  say(`speed at the largest size over the smallest: ${flatness.withText.toFixed(2)} with text`);
  return { sizes: figures, flatness, againstToolkit, goals: GOALS };
}

async function bothKinds(events: number, rounds: number, say: Say): Promise<SizeFigures[]> {
  const runs: Record<'with' | 'without', EngineFigures[]> = { with: [], without: [] };
  const durationMs = (events / EVENTS_PER_DAY) * DAY_MS;
  for (let round = 0; round < rounds; round += 1) {
    for (const withText of [true, false]) {
      const job = { events, defenders: DEFENDERS, durationMs, withText };
      runs[withText ? 'with' : 'without'].push(await runEngine(job));
    }
  }
  return [true, false].map((withText) => {
    const found = runs[withText ? 'with' : 'without'];
    const most = (of: (one: EngineFigures) => number) => Math.max(...found.map(of));
    const size: SizeFigures = {
      events,
      withText,
      eventsPerSecond: spreadOf(found.map((one) => one.eventsPerSecond)),
      eventsPerCpuSecond: spreadOf(found.map((one) => one.eventsPerCpuSecond)),
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
    `  memory ${slope} over the second half, hot ${size.hotBytesMost} B, idle ${size.idleBytesMost} B`,
  );
}

/** Alternated rounds over one stream of a week. */
async function compare(
  messages: number,
  rounds: number,
  say: Say,
): Promise<DetectFigures['againstToolkit'][number]> {
  const { cacheDir } = placesOf(process.env);
  const toolkit = await installToolkit(join(cacheDir, 'rivals'), say);
  const week = { events: messages, durationMs: 7 * DAY_MS, withText: true };
  // As many messages for each defender, however many there are.
  const options = { ...week, defenders: Math.max(DEFENDERS, messages / 100) };
  const ours: number[] = [];
  const theirs: number[] = [];
  const loaded: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push((await runEngine(options)).eventsPerSecond);
    const { computeMs, preprocessMs } = await runToolkit(toolkit, options);
    theirs.push((messages / computeMs) * 1_000);
    loaded.push((messages / (computeMs + preprocessMs)) * 1_000);
  }
  const over = (rates: readonly number[]): Spread =>
    spreadOf(ours.map((rate, i) => rate / (rates[i] ?? Number.NaN)));
  const figures = {
    messages,
    ratio: over(theirs),
    ratioWithLoading: over(loaded),
    ours: spreadOf(ours),
    toolkit: spreadOf(theirs),
  };
  say(`${messages} messages: ours ${shown(figures.ours, 'events/s')}`);
  say(`  toolkit, co_similar on two processes: ${shown(figures.toolkit, 'messages/s')}`);
  say(`  ratio ${figures.ratio.median.toFixed(1)} (goal ${GOALS.againstToolkit})`);
  return figures;
}

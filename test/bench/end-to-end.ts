import type { PlannedScenario } from '@hrd-shield/world';
import { quantile } from '../../packages/cli/src/demo/conservation.ts';
import { createEmissionLog } from '../../packages/cli/src/demo/emission-log.ts';
import { playEvents } from '../../packages/cli/src/demo/play-events.ts';
import { readResults } from '../../packages/cli/src/demo/read-results.ts';
import { latenciesOf } from '../../packages/cli/src/demo/scenario-evidence.ts';
import { ingestCounts } from '../../packages/cli/src/demo/stage.ts';
import { startServices } from '../../packages/cli/src/demo/start-services.ts';
import { until } from '../../packages/cli/src/demo/until.ts';
import {
  type Bench,
  type BenchCity,
  benchCity,
  CITY_HOURS,
  designateBenchCity,
} from './firehose.ts';
import { type Hops, hopsOf, sayHops } from './hops.ts';
import { forgetGroup } from './ingest/readers.ts';
import { type Spread, shown, spreadOf } from './statistics.ts';

const HOUR_MS = 3_600_000;
const WAIT_MS = 300_000;

export interface Throughput {
  readonly events: number;
  /** Events a second from the firehose to the last decision of `detect`. */
  readonly eventsPerSecond: Spread;
}

/** A filled firehose through `ingest` and `detect`, until the last targeting event is decided. */
export async function throughIngestAndDetect(bench: Bench, city: BenchCity): Promise<Throughput> {
  await forgetGroup(bench);
  const services = await startServices(bench.at, {
    names: ['ingest', 'detect'],
    env: {},
    onReady: () => undefined,
  });
  try {
    const begun = performance.now();
    const isRead = async (): Promise<boolean> =>
      (await ingestCounts(services)).consumed >= city.eventCount;
    await until('ingest has read the firehose', isRead, WAIT_MS);
    await bench.stage.progress.untilTaken('detect', WAIT_MS);
    const perSecond = (city.eventCount / (performance.now() - begun)) * 1_000;
    const eventsPerSecond = spreadOf([perSecond]);
    bench.say(`ingest and detect: ${shown(eventsPerSecond, 'events/s')}`);
    return { events: city.eventCount, eventsPerSecond };
  } finally {
    await services.stop();
  }
}

export interface LatencyAtRate {
  /** Events a second that were asked for, and that were reached. */
  readonly wantedPerSecond: number;
  readonly eventsPerSecond: number;
  /** From the first event until `detect` had taken the last: the capacity, where more was asked for. */
  readonly takenPerSecond: number;
  /** Crossings measured. */
  readonly signals: number;
  readonly commands: number;
  /** From the append of the event that crossed a tier to the append of the signal, ms. */
  readonly signalP50Ms: number | null;
  readonly signalP99Ms: number | null;
  /** The same to the append of the first command. */
  readonly commandP50Ms: number | null;
  readonly commandP99Ms: number | null;
  /** Where that time goes. */
  readonly hops: Hops;
}

/** Attacks spread over a firehose of a given rate, all services at work. */
export async function latencyAtRate(
  bench: Bench,
  options: { readonly seconds: number; readonly perSecond: number },
): Promise<LatencyAtRate> {
  const plan = attacksOver(options.seconds);
  const city = benchCity(options.seconds * options.perSecond, plan, DEFENDERS);
  const services = await startServices(bench.at, {
    names: ['designate', 'ingest', 'detect', 'respond', 'record'],
    env: {},
    onReady: () => undefined,
  });
  try {
    const refs = await designateBenchCity(city, bench);
    const isKnown = async (): Promise<boolean> =>
      (await ingestCounts(services)).designations >= refs.size;
    await until('every designation is known to ingest', isKnown, WAIT_MS);
    const emission = createEmissionLog();
    const played = await playEvents(
      city.events(),
      {
        emitter: bench.stage.emitter,
        log: emission,
        behind: async (emitted) => emitted - (await ingestCounts(services)).consumed,
        now: () => Date.now(),
      },
      { perSecondMax: options.perSecond, behindMax: options.perSecond * 2 },
    );
    for (const hop of ['ingest', 'detect'] as const) {
      await bench.stage.progress.untilTaken(hop, WAIT_MS);
    }
    const taken = (played.emitted / (Date.now() - played.startedAt)) * 1_000;
    for (const hop of ['respond', 'platform'] as const) {
      await bench.stage.progress.untilTaken(hop, WAIT_MS);
    }
    const results = await readResults(bench.at);
    const { commandMs, signalMs } = latenciesOf(results, emission);
    const at = (values: readonly number[], p: number): number | null => quantile(values, p) ?? null;
    const reached = (played.emitted / (played.endedAt - played.startedAt)) * 1_000;
    const figures: LatencyAtRate = {
      wantedPerSecond: options.perSecond,
      eventsPerSecond: Math.round(reached),
      takenPerSecond: Math.round(taken),
      signals: signalMs.length,
      commands: commandMs.length,
      signalP50Ms: at(signalMs, 0.5),
      signalP99Ms: at(signalMs, 0.99),
      commandP50Ms: at(commandMs, 0.5),
      commandP99Ms: at(commandMs, 0.99),
      hops: hopsOf(results, emission),
    };
    bench.say(
      `at ${figures.eventsPerSecond} events/s: event to signal p50 ${figures.signalP50Ms} ms, p99 ${figures.signalP99Ms} ms (${figures.signals}); event to command p50 ${figures.commandP50Ms} ms, p99 ${figures.commandP99Ms} ms (${figures.commands})`,
    );
    bench.say(sayHops(figures.hops));
    return figures;
  } finally {
    await services.stop();
  }
}

export interface LatencyAtCapacity {
  /** What everything at work takes together, emitter included, events a second. */
  readonly capacityPerSecond: number;
  readonly latency: LatencyAtRate;
}

/** @source performance notes, P8: the latency at this part of the capacity */
const CAPACITY_PART = 0.8;
/** As many events as `more` makes of it, however long they then take. */
const CAPACITY_SECONDS = 10;

/**
 * Finds in this run what everything together takes, and the latency at a part of it.
 * @param open opens a bench of its own
 * @param more events a second, that no installation here takes
 */
export async function latencyAtCapacity(
  open: <T>(use: (bench: Bench) => Promise<T>) => Promise<T>,
  { more, seconds }: { readonly more: number; readonly seconds: number },
): Promise<LatencyAtCapacity> {
  const { takenPerSecond: capacityPerSecond } = await open((bench) =>
    latencyAtRate(bench, { seconds: CAPACITY_SECONDS, perSecond: more }),
  );
  const perSecond = Math.round(capacityPerSecond * CAPACITY_PART);
  const latency = await open((bench) => {
    bench.say(`capacity ${capacityPerSecond} events/s; at ${CAPACITY_PART} of it:`);
    return latencyAtRate(bench, { seconds, perSecond });
  });
  return { capacityPerSecond, latency };
}

const DEFENDERS = 400;
/** New attacks a second: a tenth of the new cases that the workflow server alone takes here. */
const ATTACKS_PER_SECOND = 1.5;
const LANGUAGES = ['en', 'ru', 'ar', 'hi'] as const;

/**
 * Takeovers and false reports by turns, evenly over the second half of the city's time. As many as
 * that half lasts, so that the firehose is loaded and not the server of workflows.
 */
function attacksOver(seconds: number): PlannedScenario[] {
  const attacks = Math.max(1, Math.round((seconds / 2) * ATTACKS_PER_SECOND));
  return Array.from({ length: attacks }, (_, i) => ({
    campaign: `attack-${i}`,
    scenario: i % 3 === 0 ? ('A15' as const) : ('A22' as const),
    difficulty: 'easy' as const,
    language: LANGUAGES[i % LANGUAGES.length] ?? 'en',
    startsAfterMs: (CITY_HOURS / 2 + (i / attacks) * (CITY_HOURS / 2 - 6)) * HOUR_MS,
    expected: 'guard' as const,
  }));
}

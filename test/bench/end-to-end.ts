import type { PlannedScenario } from '@hrd-shield/world';
import { quantile } from '../../packages/cli/src/demo/conservation.ts';
import { createEmissionLog } from '../../packages/cli/src/demo/emission-log.ts';
import { playEvents } from '../../packages/cli/src/demo/play-events.ts';
import { readResults } from '../../packages/cli/src/demo/read-results.ts';
import { latenciesOf } from '../../packages/cli/src/demo/scenario-evidence.ts';
import { ingestCounts } from '../../packages/cli/src/demo/stage.ts';
import { startServices } from '../../packages/cli/src/demo/start-services.ts';
import { until } from '../../packages/cli/src/demo/until.ts';
import { type Capacity, findCapacity } from './capacity.ts';
import {
  type Bench,
  type BenchCity,
  benchCity,
  CITY_HOURS,
  designateBenchCity,
} from './firehose.ts';
import { type Hops, hopsOf, sayHops } from './hops.ts';
import { forgetGroup } from './ingest/readers.ts';
import { growthOf, type LagLook, watchLag } from './lag.ts';
import { type Spread, shown, spreadOf } from './statistics.ts';

const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;
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
    const perSecond = (city.eventCount / (performance.now() - begun)) * SECOND_MS;
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
  /** Seconds of lag that a second added. */
  readonly lagGrowth: number;
  /** The lag grew: what is told below is of a queue, and longer the longer it lasts. */
  readonly isBeyond: boolean;
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

export interface Pace {
  readonly seconds: number;
  readonly perSecond: number;
}

/** Attacks spread over a firehose of a given rate, all services at work. */
export function latencyAtRate(bench: Bench, pace: Pace): Promise<LatencyAtRate> {
  return whileServing(bench, pace, async (city) => {
    const { emission, lagGrowth, played } = await playAtRate(bench, city, pace);
    for (const hop of ['ingest', 'detect', 'respond', 'platform'] as const) {
      await bench.stage.progress.untilTaken(hop, WAIT_MS);
    }
    const results = await readResults(bench.at);
    const { commandMs, signalMs } = latenciesOf(results, emission);
    const at = (values: readonly number[], p: number): number | null => quantile(values, p) ?? null;
    const reached = (played.emitted / (played.endedAt - played.startedAt)) * SECOND_MS;
    const figures: LatencyAtRate = {
      wantedPerSecond: pace.perSecond,
      eventsPerSecond: Math.round(reached),
      lagGrowth,
      isBeyond: !isServedAt(lagGrowth),
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
    if (figures.isBeyond) bench.say(`beyond what the machine takes: ${sayGrowth(lagGrowth)}`);
    return figures;
  });
}

export interface LatencyAtCapacity extends Capacity {
  /** At `CAPACITY_PART` of it; null where no rate at all was served. */
  readonly latency: LatencyAtRate | null;
}

/** @source performance notes, P8: the latency at this part of the capacity */
const CAPACITY_PART = 0.8;
/** How long a rate is kept up to see whether its lag grows. */
const RUNG_SECONDS = 40;
const FIRST_RUNG_PER_SECOND = 1_000;

/**
 * Finds in this run what everything together takes, emitter included, and the latency at a part
 * of it.
 * @param open opens a bench of its own
 */
export async function latencyAtCapacity(
  open: <T>(use: (bench: Bench) => Promise<T>) => Promise<T>,
  { seconds }: { readonly seconds: number },
): Promise<LatencyAtCapacity> {
  const capacity = await findCapacity(FIRST_RUNG_PER_SECOND, (perSecond) => {
    const pace = { perSecond, seconds: RUNG_SECONDS };
    return open((bench) =>
      whileServing(bench, pace, async (city) => {
        const { lagGrowth } = await playAtRate(bench, city, pace);
        const isServed = isServedAt(lagGrowth);
        const verdict = isServed ? 'served' : 'not served';
        bench.say(`${perSecond} events/s ${verdict}: ${sayGrowth(lagGrowth)}`);
        return { perSecond, lagGrowth, isServed };
      }),
    );
  });
  const perSecond = Math.round(capacity.perSecond * CAPACITY_PART);
  if (perSecond === 0) return { ...capacity, latency: null };
  const latency = await open((bench) => {
    bench.say(`capacity ${capacity.perSecond} events/s; at ${CAPACITY_PART} of it:`);
    return latencyAtRate(bench, { seconds, perSecond });
  });
  return { ...capacity, latency };
}

/** A lag of so much means that a rate is not served, whatever comes; the stream ends there. */
const LAG_MAX_MS = 15_000;
/** So many seconds of lag a second are noise: commits come in steps, and other work passes. */
const GROWTH_MAX = 0.05;

/** Not where nothing could be measured either. */
const isServedAt = (lagGrowth: number): boolean => lagGrowth <= GROWTH_MAX;

const sayGrowth = (lagGrowth: number): string =>
  `the lag grew by ${lagGrowth.toFixed(3)} s a second`;

/** All services with a city designated, from the moment on at which `ingest` knows of everybody. */
async function whileServing<T>(
  bench: Bench,
  { perSecond, seconds }: Pace,
  use: (city: BenchCity) => Promise<T>,
): Promise<T> {
  const defenders = Math.ceil(seconds * DEFENDERS_A_SECOND);
  const city = benchCity(seconds * perSecond, attacksOver(seconds), defenders);
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
    return await use(city);
  } finally {
    await services.stop();
  }
}

/** Sends the city at a pace that nothing slows down, and watches what stays behind. */
async function playAtRate({ stage }: Bench, city: BenchCity, { perSecond }: Pace) {
  const emission = createEmissionLog();
  const looks: LagLook[] = [];
  const lastLagMs = (): number => looks.at(-1)?.lagMs ?? 0;
  let isOver = false;
  const watching = watchLag(stage.progress, perSecond, {
    isOver: () => isOver,
    onLook: (look) => void looks.push(look),
  });
  function* whileNear() {
    for (const event of city.events()) {
      if (lastLagMs() > LAG_MAX_MS) return;
      yield event;
    }
  }
  const played = await playEvents(
    whileNear(),
    { emitter: stage.emitter, log: emission, behind: async () => 0, now: () => Date.now() },
    { perSecondMax: perSecond },
  ).finally(() => {
    isOver = true;
  });
  await watching;
  return { played, emission, lagGrowth: growthOf(looks) };
}

/** So that a second of every run has as many events about defenders, however long the run is. */
const DEFENDERS_A_SECOND = 3;
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

import { benchDetect, DETECT_PARTS } from './detect.ts';
import { latencyAtCapacity, latencyAtRate, throughIngestAndDetect } from './end-to-end.ts';
import {
  benchCity,
  designateBenchCity,
  fillFirehose,
  publishDesignations,
  type Say,
  withBench,
  withServers,
} from './firehose.ts';
import { holdAtRate, sayHold } from './hold.ts';
import { measureIngest, sayIngest, summaryOfIngest } from './ingest/measure-ingest.ts';
import { MAIN_SHAPES, SHAPES } from './ingest/shapes.ts';
import { benchMisses, MISS_BYTES_GOAL } from './misses.ts';
import { benchRecord, RECORD_PARTS } from './record.ts';
import { benchRecovery, RECOVERY_PARTS } from './recovery.ts';
import { benchRegistry, sayRegistry } from './registry.ts';
import { benchResponse } from './response.ts';

/** What every bench may be told; each reads what concerns it. */
export interface BenchOptions {
  /** Events on the firehose for the readers. */
  readonly events: number;
  readonly rounds: number;
  /** Events a second for the latency from end to end, and for how long. */
  readonly rate: number;
  readonly seconds: number;
  readonly isLong: boolean;
  /** Sizes of the streams of `detect`, events. */
  readonly sizes: readonly number[] | undefined;
  /** Parts of `record`, `recovery` or `detect`, or shapes of `ingest`, when not all. */
  readonly parts: readonly string[] | undefined;
}

/** One bench: what it is called, what it says of itself, what it measures. */
export interface BenchEntry {
  readonly help: string;
  /** @returns figures for the JSON line, by name */
  readonly run: (options: BenchOptions, say: Say) => Promise<Readonly<Record<string, unknown>>>;
}

const HOLD_RATE = { perSecond: 500, seconds: 6 };

export const BENCHES: Readonly<Record<string, BenchEntry>> = {
  ingest: {
    help: `ingest with both decoders against kafkajs and the Java consumer, which do nothing, on the
same topics with the emitter's own bytes; ingest and detect against a windowed job of
Kafka Streams; needs a JDK 17 and Maven (goals: to Java >= 1.25, at 1 KB >= 1.0, stock
to kafkajs >= 0.9, processor time to Streams <= 0.75), and against the same decoder that
does nothing; --long adds headers, gzip and, where Node knows it, zstd; --parts takes some
of ${Object.keys(SHAPES).join(', ')} alone`,
    run: async (options, say) => {
      const known =
        options.isLong || options.parts !== undefined ? Object.keys(SHAPES) : MAIN_SHAPES;
      const shapes = known.filter((shape) => options.parts?.includes(shape) ?? true);
      const ingest = await measureIngest(say, { ...options, shapes });
      sayIngest(ingest, say);
      return { ...summaryOfIngest(ingest), ingest };
    },
  },
  misses: {
    help: `young memory that a million records make which concern nobody designated, decoded in
place and by the stock decoder (goal: a miss <= 1 byte); needs no server`,
    run: async (_options, say) => ({
      misses: await benchMisses(say),
      missBytesGoal: MISS_BYTES_GOAL,
    }),
  },
  'end-to-end': {
    help: `events/s through ingest and detect with 0.1 % hits, and the latency from the platform's
append to the command's append at a given rate (goal p99 <= 1 s, unloaded); --long finds
what everything together takes, at which its lag does not grow, and the latency at 0.8 of
that (goal p99 <= 3 s)`,
    run: async ({ events, isLong, rate, seconds }, say) => {
      const throughput = await withBench(say, async (on) => {
        const city = benchCity(events);
        await designateBenchCity(city, on);
        await publishDesignations(on);
        await fillFirehose(city, on);
        return throughIngestAndDetect(on, city);
      });
      const latency = await withBench(say, (on) => latencyAtRate(on, { seconds, perSecond: rate }));
      const figures = { throughput, latency, commandGoalMs: 1_000 };
      if (!isLong) return figures;
      const atCapacity = await withServers(say, (env) =>
        latencyAtCapacity((use) => withBench(say, use, env), { seconds }),
      );
      return { ...figures, atCapacity, atCapacityGoalMs: 3_000 };
    },
  },
  response: {
    help: `respond against bare Update-with-Start calls of the same worker to the same server: new
cases a second (goal >= 0.8), signal to command at 20 new cases/s against the bare round
trip (goals p50 <= 1.5, p99 <= 2), the highest rate served without a growing queue, and
what a case costs by process and a signal of a storm in events`,
    run: benchResponse,
  },
  hold: {
    help: `the verdict on adverse actions at 500/s against an empty route, and how far apart the
times of a defender's answers and of anybody's lie (goal p99 < 100 ms)`,
    run: async (_options, say) => {
      const hold = await withBench(say, (on) => holdAtRate(on, HOLD_RATE));
      sayHold(hold, say);
      return { hold, holdGoalMs: 100 };
    },
  },
  registry: {
    help: `a hundred thousand designations loaded from the compacted topic as ingest and hold do at
their start, every part opened under its own key, in turns with the bare reader of the
same topic (goal: within 20 s)`,
    run: async ({ rounds, sizes }, say) => {
      const designations = sizes?.[0] ?? 100_000;
      const registry = await benchRegistry({ designations, rounds }, say);
      sayRegistry(registry, say);
      return { registry, registryGoalMs: 20_000 };
    },
  },
  record: {
    help: `recording: inserts against the bare client with the same rows (goal >= 0.8), outcomes
lost and doubled under kills (goal 0), statements of the catalogue from one row a case
(goal p95 < 200 ms), straight from outcomes (goal <= 3 s) and unguarded, the whole report
(goal < 10 s); --long takes a million outcomes, and ten million for the catalogue; --sizes
1000000 takes those ten million (ten a case) and leaves the rest short; --parts takes
some of ${RECORD_PARTS.join(',')} alone; kills ends after ten minutes whatever is missing`,
    run: async ({ isLong, parts, rounds, sizes }, say) => ({
      record: await benchRecord(
        {
          isLong,
          rounds,
          cases: sizes?.[0],
          parts: RECORD_PARTS.filter((part) => parts?.includes(part) ?? true),
        },
        say,
      ),
    }),
  },
  recovery: {
    help: `detect after a crash: saved states of 20,000 defenders (--long: 100,000; or --sizes), one
of twenty full, and a minute at 1,000 events/s that nobody saved (goal: ready and caught
up within 30 s), once falling on them as the saved week did (traffic) and once each event
on another defender, whose state slept (spread, the hardest); and how fast an hour is
replayed without any saved state; --parts takes some of ${RECOVERY_PARTS.join(',')} alone`,
    run: async ({ isLong, parts, sizes }, say) => {
      const defenders = sizes?.[0] ?? (isLong ? 100_000 : 20_000);
      const chosen = RECOVERY_PARTS.filter((part) => parts?.includes(part) ?? true);
      return { recovery: await benchRecovery({ defenders, parts: chosen }, say) };
    },
  },
  detect: {
    help: `the pure engine, warmed: events of a second of processor time with text and without,
flatness, memory, and ours over coordination-network-toolkit's co_similar (goal >= 10)
on the same messages, 20 and 100 thousand: who posted similar texts, within its own
minute and within the day that ours looks back; a step of it ends after 10 minutes and
counts as not finished; needs no server, and Python 3 for the toolkit; --long adds ten
million events, a million for the toolkit, and an hour; --parts takes some of
${DETECT_PARTS.join(',')} alone`,
    run: async ({ isLong, parts, rounds, sizes }, say) => ({
      detect: await benchDetect(
        {
          rounds,
          isLong,
          parts: DETECT_PARTS.filter((part) => parts?.includes(part) ?? true),
          ...(sizes === undefined ? {} : { sizes: [...sizes] }),
        },
        say,
      ),
    }),
  },
};

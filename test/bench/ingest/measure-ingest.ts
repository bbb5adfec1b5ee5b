import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Bench,
  type BenchCity,
  benchCity,
  designateBenchCity,
  fillFirehose,
  publishDesignations,
  type Say,
  withBench,
  withServers,
} from '../firehose.ts';
import { type Spread, shown, spreadOf } from '../statistics.ts';
import { screenAndDetect, streamsJob } from './against-streams.ts';
import { buildJavaRivals, type RunJava } from './java-rivals.ts';
import {
  firehoseTopics,
  type ReaderName,
  type Reading,
  readers,
  requireTimed,
  STOCK_READERS,
} from './readers.ts';
import { SHAPES } from './shapes.ts';

export interface ReaderFigures {
  readonly eventsPerSecond: Spread;
  /** Processor time of an event, all threads of the reader, µs. */
  readonly processorUs: Spread;
}

export interface IngestFigures {
  readonly shape: string;
  readonly events: number;
  /** Without those of the client's own decoder where it cannot unpack the shape. */
  readonly readers: Readonly<Partial<Record<ReaderName, ReaderFigures>>>;
  readonly ratios: {
    /** In-place `ingest` over the Java consumer that does nothing, events/s, round by round. */
    readonly ingestToJava: Spread;
    /** In-place `ingest` over the same decoder that does nothing: what screening itself costs. */
    readonly ingestToFloor: Spread;
    /** Stock `ingest` over kafkajs that does nothing. */
    readonly stockToKafkajs?: Spread;
    /** In-place `ingest` over kafkajs that does nothing. */
    readonly ingestToKafkajs?: Spread;
    /** Processor time of `ingest` and `detect` over that of the Streams job, an event. */
    readonly detectToStreams?: Spread;
  };
}

const SAMPLE_EVENTS = 50_000;
/** The shape on which detection is held against Kafka Streams. */
const STREAMS_SHAPE = 'emitter';

/**
 * `ingest` with everything that it does, against clients that do nothing, on the same topics, each
 * in a process of its own, in alternated rounds. The events are those of the emitter, repeated.
 */
export async function measureIngest(
  say: Say,
  options: { readonly shapes: readonly string[]; readonly events: number; readonly rounds: number },
): Promise<readonly IngestFigures[]> {
  const java = await buildJavaRivals(say);
  const measure = async (
    source: Bench,
    env: NodeJS.ProcessEnv,
  ): Promise<readonly IngestFigures[]> => {
    const city = benchCity(SAMPLE_EVENTS);
    await fillFirehose(city, source);
    const figures: IngestFigures[] = [];
    for (const shape of options.shapes) {
      const run = { ...options, shape };
      const inPlace = <T>(use: (place: Place, run: FilledRun) => Promise<T>): Promise<T> =>
        withBench(say, (bench) => filled({ bench, source, city, java }, run, use), env);
      const one = await inPlace(readByAll);
      if (shape !== STREAMS_SHAPE) {
        figures.push(one);
        continue;
      }
      const ratios: number[] = [];
      for (let round = 0; round < options.rounds; round += 1) {
        ratios.push(await inPlace(againstStreams));
      }
      const detectToStreams = spreadOf(ratios);
      figures.push({ ...one, ratios: { ...one.ratios, detectToStreams } });
    }
    return figures;
  };
  // All firehoses lie on one broker, since each is filled from the first.
  return withServers(say, (env) => withBench(say, (source) => measure(source, env), env));
}

interface Place {
  readonly bench: Bench;
  readonly source: Bench;
  readonly city: BenchCity;
  readonly java: RunJava;
}

interface Run {
  readonly shape: string;
  readonly events: number;
  readonly rounds: number;
}
interface FilledRun extends Run {
  /** The designated accounts, one a line. */
  readonly designatedFile: string;
}

/** A firehose of one shape, with the city's defenders designated. */
async function filled<T>(
  place: Place,
  run: Run,
  use: (place: Place, run: FilledRun) => Promise<T>,
): Promise<T> {
  const { bench, city } = place;
  await designateBenchCity(city, bench);
  await publishDesignations(bench);
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const designatedFile = join(folder, 'designated');
    await writeFile(designatedFile, city.defenders.map(({ account }) => account).join('\n'));
    await fill(place, { ...run, designatedFile });
    return await use(place, { ...run, designatedFile });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Processor time of both, all threads; in a place of its own, since `detect` knows its events. */
async function againstStreams({ bench, java }: Place, run: FilledRun): Promise<number> {
  const own = await screenAndDetect(bench, run.events);
  const theirs = await streamsJob(bench, java, { ...run, records: run.events });
  const us = (ms: number): string => ((ms / run.events) * 1_000).toFixed(2);
  const line = `ingest and detect ${us(own.processorMs)}, Streams ${us(theirs.processorMs)}`;
  bench.say(`processor µs an event: ${line}`);
  return own.processorMs / theirs.processorMs;
}

async function readByAll({ bench, java }: Place, run: FilledRun): Promise<IngestFigures> {
  const compression = SHAPES[run.shape]?.compression ?? 'none';
  const known = Object.entries(readers(run.events, java, compression !== 'none')) as [
    ReaderName,
    (bench: Bench, round: number) => Promise<Reading>,
  ][];
  const hasStock = compression !== 'zstd';
  const all = known.filter(([name]) => hasStock || !STOCK_READERS.includes(name));
  const readings = new Map<ReaderName, Reading[]>(all.map(([name]) => [name, []]));
  for (let round = 0; round < run.rounds; round += 1) {
    // Each reader takes each place in turn.
    const turn = round % all.length;
    for (const [name, read] of [...all.slice(turn), ...all.slice(0, turn)]) {
      const reading = requireTimed(name, await read(bench, round), run.events);
      readings.get(name)?.push(reading);
      const perSecond = Math.round(perSecondOf(reading)).toLocaleString('en-US');
      bench.say(`${run.shape}, round ${round + 1}, ${name}: ${perSecond} events/s`);
    }
  }
  const of = (name: ReaderName): readonly Reading[] => readings.get(name) ?? [];
  const ratio = (one: ReaderName, other: ReaderName): Spread =>
    spreadOf(
      of(one).map((reading, round) => {
        const rival = of(other)[round];
        return rival === undefined ? Number.NaN : perSecondOf(reading) / perSecondOf(rival);
      }),
    );
  return {
    shape: run.shape,
    events: run.events,
    readers: Object.fromEntries(
      all.map(([name]) => [name, figuresOf(of(name))]),
    ) as IngestFigures['readers'],
    ratios: {
      ingestToJava: ratio('ingest, in place', 'Java consumer, nothing'),
      ingestToFloor: ratio('ingest, in place', 'in place, nothing'),
      ...(hasStock && {
        stockToKafkajs: ratio('ingest, stock decoder', 'kafkajs, nothing'),
        ingestToKafkajs: ratio('ingest, in place', 'kafkajs, nothing'),
      }),
    },
  };
}

async function fill(
  { bench, java, source }: Place,
  { designatedFile, events, shape }: FilledRun,
): Promise<void> {
  const known = SHAPES[shape];
  if (known === undefined) throw new RangeError(`no shape ${shape}`);
  const { compression, headers, valueBytes } = known;
  await java('FillFirehose', {
    BENCH_BROKERS: bench.at.connection.brokers.join(','),
    BENCH_FROM: firehoseTopics(source).join(','),
    BENCH_TOPICS: firehoseTopics(bench).join(','),
    BENCH_RECORDS: String(events),
    BENCH_DESIGNATED_FILE: designatedFile,
    BENCH_VALUE_BYTES: String(valueBytes),
    BENCH_HEADERS: headers ? 'keep' : 'strip',
    BENCH_COMPRESSION: compression,
  });
  bench.say(`${shape}: ${events.toLocaleString('en-US')} events lie on the firehose`);
}

function perSecondOf({ records, tookMs }: Reading): number {
  return (records / tookMs) * 1_000;
}

function figuresOf(readings: readonly Reading[]): ReaderFigures {
  return {
    eventsPerSecond: spreadOf(readings.map(perSecondOf)),
    processorUs: spreadOf(
      readings.map(({ processorMs, records }) => (processorMs / records) * 1_000),
    ),
  };
}

/** The ratios that have goals, by the name of the shape where it is not the emitter's. */
export function summaryOfIngest(figures: readonly IngestFigures[]) {
  const ratiosOf = (shape: string) => figures.find((one) => one.shape === shape)?.ratios;
  const emitter = ratiosOf(STREAMS_SHAPE);
  return {
    ratios: {
      ingestToJava: emitter?.ingestToJava,
      ingestToJava300B: ratiosOf('300 B')?.ingestToJava,
      ingestToJava1KB: ratiosOf('1 KB')?.ingestToJava,
      ingestToKafkajs: emitter?.stockToKafkajs,
      inPlaceToKafkajs: emitter?.ingestToKafkajs,
      detectToStreams: emitter?.detectToStreams,
    },
    goals: {
      ingestToJava: 1.25,
      ingestToJava1KB: 1,
      ingestToKafkajs: 0.9,
      detectToStreams: 0.75,
    },
  };
}

export function sayIngest(figures: readonly IngestFigures[], say: Say): void {
  for (const { ratios, readers: all, shape } of figures) {
    say(`${shape}:`);
    for (const [name, { eventsPerSecond, processorUs }] of Object.entries(all)) {
      const cost = `${processorUs.median.toFixed(2)} µs`;
      say(`  ${name.padEnd(24)} ${shown(eventsPerSecond, 'events/s')}, ${cost}`);
    }
    for (const [name, { least, median, most }] of Object.entries(ratios)) {
      say(`  ${name} ${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`);
    }
  }
}

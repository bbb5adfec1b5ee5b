#!/usr/bin/env -S npx tsx
import { parseArgs } from 'node:util';
import { benchDetect } from './detect.ts';
import { latencyAtRate, throughIngestAndDetect } from './end-to-end.ts';
import {
  type Bench,
  benchCity,
  designateBenchCity,
  fillFirehose,
  publishDesignations,
  type Say,
  withBench,
} from './firehose.ts';
import { type HoldFigures, holdAtRate } from './hold.ts';
import { ingestAgainstKafkajs } from './ingest-against-kafkajs.ts';

const HELP = `npm run bench -- [options]

Measures the pipeline on real servers; ratios are of one run on one machine.

  ingest       ingest against kafkajs reading the same topics and doing nothing (goal >= 0.9)
  end-to-end   events/s through ingest and detect with 0.1 % hits, and the latency from the
               platform's append to the command's append at a given rate (goal p99 < 1 s at 20000)

  hold         the verdict on adverse actions at 500/s against an empty route, and how far apart
               the times of a defender's answers and of anybody's lie (goal p99 < 100 ms)

  detect       the pure engine: events/s with text and without, flatness, memory, and ours over
               coordination-network-toolkit's co_similar on the same messages (goal >= 10); needs
               no server, and Python 3 for the toolkit

  --only <name>      one of the four
  --events <count>   events on the firehose for the readers (default 600000)
  --rounds <count>   alternated rounds of ingest and kafkajs (default 3)
  --rate <count>     events a second for the latency (default 20000)
  --seconds <count>  how long that rate is kept up (default 45)
  --long             detect: ten million events too, and the toolkit on a million
  --sizes <counts>   detect: other sizes, such as 20000,50000
  --json             end with one JSON line
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string', default: '600000' },
    rounds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '45' },
    long: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const BENCHES = ['ingest', 'end-to-end', 'hold', 'detect'];
const INGEST_GOAL = 0.9;
const COMMAND_GOAL_MS = 1_000;
const HOLD_GOAL_MS = 100;
const HOLD_RATE = { perSecond: 500, seconds: 6 };

async function bench(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const wants = (name: string): boolean => values.only === undefined || values.only === name;
  const filled =
    wants('ingest') || wants('end-to-end')
      ? await withBench(say, (on) => onFirehose(on, wants))
      : {};
  const hold = wants('hold') ? await withBench(say, (on) => holdAtRate(on, HOLD_RATE)) : undefined;
  const latency = wants('end-to-end')
    ? await withBench(say, (on) =>
        latencyAtRate(on, { seconds: Number(values.seconds), perSecond: Number(values.rate) }),
      )
    : undefined;
  const sizes = values.sizes?.split(',').map(Number);
  const rounds = Number(values.rounds);
  const detect = wants('detect')
    ? await benchDetect(
        { rounds, isLong: values.long, ...(sizes === undefined ? {} : { sizes }) },
        say,
      )
    : undefined;
  const ingestToKafkajs = filled.ingest?.ratio;
  const figures = {
    ok: true,
    ...(ingestToKafkajs === undefined ? {} : { ingestToKafkajs, ingestGoal: INGEST_GOAL }),
    ...filled,
    ...(latency === undefined ? {} : { latency, commandGoalMs: COMMAND_GOAL_MS }),
    ...(hold === undefined ? {} : { hold, holdGoalMs: HOLD_GOAL_MS }),
    ...(detect === undefined ? {} : { detect }),
  };
  if (hold !== undefined) sayHold(hold, say);
  if (ingestToKafkajs !== undefined) say(`ingest to kafkajs: ${ingestToKafkajs.toFixed(2)}`);
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
}

/** What reads a firehose that lies there complete. */
async function onFirehose(
  on: Bench,
  wants: (name: string) => boolean,
): Promise<{
  readonly ingest?: Awaited<ReturnType<typeof ingestAgainstKafkajs>>;
  readonly throughput?: Awaited<ReturnType<typeof throughIngestAndDetect>>;
}> {
  const events = Number(values.events);
  const city = benchCity(events);
  await designateBenchCity(city, on);
  await publishDesignations(on);
  await fillFirehose(city, on);
  const rounds = Number(values.rounds);
  return {
    ...(wants('ingest') ? { ingest: await ingestAgainstKafkajs(on, { events, rounds }) } : {}),
    ...(wants('end-to-end') ? { throughput: await throughIngestAndDetect(on, city) } : {}),
  };
}

function sayHold(hold: HoldFigures, say: Say): void {
  for (const kind of ['emptyRoute', 'anyone', 'held', 'override'] as const) {
    const { p50Ms, p99Ms } = hold[kind];
    say(`hold, ${kind}: p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`);
  }
  const { held, override, null: none } = hold.distance;
  say(`distance of times to anyone: held ${held.toFixed(3)}, override ${override.toFixed(3)}`);
  say(`two halves of anyone ${none.toFixed(3)}, critical ${hold.criticalDistance.toFixed(3)}`);
}

if (values.help) process.stdout.write(HELP);
else if (values.only !== undefined && !BENCHES.includes(values.only)) {
  process.stderr.write(`--only takes one of ${BENCHES.join(', ')}\n`);
  process.exitCode = 2;
} else await bench();

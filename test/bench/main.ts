#!/usr/bin/env -S npx tsx
import { parseArgs } from 'node:util';
import { latencyAtRate, throughIngestAndDetect } from './end-to-end.ts';
import {
  benchCity,
  designateBenchCity,
  fillFirehose,
  publishDesignations,
  withBench,
} from './firehose.ts';
import { ingestAgainstKafkajs } from './ingest-against-kafkajs.ts';

const HELP = `npm run bench -- [options]

Measures the pipeline on real servers; ratios are of one run on one machine.

  ingest       ingest against kafkajs reading the same topics and doing nothing (goal >= 0.9)
  end-to-end   events/s through ingest and detect with 0.1 % hits, and the latency from the
               platform's append to the command's append at a given rate (goal p99 < 1 s at 20000)

  --only <name>      one of the two
  --events <count>   events on the firehose for the readers (default 600000)
  --rounds <count>   alternated rounds of ingest and kafkajs (default 3)
  --rate <count>     events a second for the latency (default 20000)
  --seconds <count>  how long that rate is kept up (default 45)
  --json             end with one JSON line
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string', default: '600000' },
    rounds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '45' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const BENCHES = ['ingest', 'end-to-end'];
const INGEST_GOAL = 0.9;
const COMMAND_GOAL_MS = 1_000;

async function bench(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const wants = (name: string): boolean => values.only === undefined || values.only === name;
  const events = Number(values.events);
  const filled = await withBench(say, async (on) => {
    const city = benchCity(events);
    await designateBenchCity(city, on);
    await publishDesignations(on);
    await fillFirehose(city, on);
    const rounds = Number(values.rounds);
    return {
      ...(wants('ingest') ? { ingest: await ingestAgainstKafkajs(on, { events, rounds }) } : {}),
      ...(wants('end-to-end') ? { throughput: await throughIngestAndDetect(on, city) } : {}),
    };
  });
  const latency = wants('end-to-end')
    ? await withBench(say, (on) =>
        latencyAtRate(on, { seconds: Number(values.seconds), perSecond: Number(values.rate) }),
      )
    : undefined;
  const ingestToKafkajs = filled.ingest?.ratio;
  const figures = {
    ok: true,
    ...(ingestToKafkajs === undefined ? {} : { ingestToKafkajs, ingestGoal: INGEST_GOAL }),
    ...filled,
    ...(latency === undefined ? {} : { latency, commandGoalMs: COMMAND_GOAL_MS }),
  };
  if (ingestToKafkajs !== undefined) say(`ingest to kafkajs: ${ingestToKafkajs.toFixed(2)}`);
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
}

if (values.help) process.stdout.write(HELP);
else if (values.only !== undefined && !BENCHES.includes(values.only)) {
  process.stderr.write(`--only takes one of ${BENCHES.join(', ')}\n`);
  process.exitCode = 2;
} else await bench();

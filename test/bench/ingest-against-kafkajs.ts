import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { ROOT } from '../../packages/cli/src/demo/installation.ts';
import { readMetrics, sumOf } from '../../packages/cli/src/demo/read-metrics.ts';
import { startService } from '../../packages/cli/src/demo/service-process.ts';
import type { Bench } from './firehose.ts';
import { type Spread, shown, spreadOf } from './statistics.ts';

export interface IngestAgainstKafkajs {
  readonly events: number;
  /** Events a second. */
  readonly kafkajs: Spread;
  readonly ingest: Spread;
  /** Median of ingest over median of kafkajs. */
  readonly ratio: number;
}

const RUN_MAX_MS = 300_000;
const LOOK_MS = 250;
const run = promisify(execFile);

/**
 * `ingest` with everything that it does, against kafkajs doing nothing, on the same topics with
 * the same fetch sizes, each in a process of its own, in alternated rounds.
 */
export async function ingestAgainstKafkajs(
  bench: Bench,
  options: { readonly events: number; readonly rounds: number },
): Promise<IngestAgainstKafkajs> {
  const kafkajs: number[] = [];
  const ingest: number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const turns = [
      async () => kafkajs.push(await readRaw(bench, round, options.events)),
      async () => ingest.push(await readWithIngest(bench, options.events)),
    ];
    if (round % 2 === 1) turns.reverse();
    for (const turn of turns) await turn();
    bench.say(`round ${round + 1}: kafkajs ${rate(kafkajs)}, ingest ${rate(ingest)} events/s`);
  }
  const spreads = { kafkajs: spreadOf(kafkajs), ingest: spreadOf(ingest) };
  bench.say(`kafkajs doing nothing: ${shown(spreads.kafkajs, 'events/s')}`);
  bench.say(`ingest:                ${shown(spreads.ingest, 'events/s')}`);
  const ratio = spreads.ingest.median / spreads.kafkajs.median;
  return { events: options.events, ...spreads, ratio };
}

async function readRaw({ at }: Bench, round: number, events: number): Promise<number> {
  const env = {
    ...at.env,
    BENCH_BROKERS: at.connection.brokers.join(','),
    BENCH_GROUP: `${at.topicPrefix}raw-${round}`,
    BENCH_TOPICS: Object.values(FIREHOSE_TOPICS)
      .map((topic) => at.topicPrefix + topic)
      .join(','),
    BENCH_RECORDS: String(events),
  };
  const main = join(ROOT, 'test', 'bench', 'raw-reader.main.ts');
  const { stdout } = await run(process.execPath, ['--import', 'tsx', main], {
    cwd: ROOT,
    env,
    timeout: RUN_MAX_MS,
  });
  const { records, tookMs } = JSON.parse(stdout) as { records: number; tookMs: number };
  return (records / tookMs) * 1_000;
}

async function readWithIngest(bench: Bench, events: number): Promise<number> {
  const { at } = bench;
  await forgetGroup(bench);
  const service = await startService({
    name: 'ingest',
    root: ROOT,
    env: at.env,
    logDir: at.logDir,
  });
  try {
    const first = await untilConsumed(service.url, 1);
    const last = await untilConsumed(service.url, events);
    return ((last.consumed - first.consumed) / (last.at - first.at)) * 1_000;
  } finally {
    await service.stop();
  }
}

async function untilConsumed(
  url: string,
  wanted: number,
): Promise<{ readonly consumed: number; readonly at: number }> {
  const deadline = performance.now() + RUN_MAX_MS;
  while (performance.now() < deadline) {
    const consumed = sumOf(await readMetrics(url), 'shield_ingest_consumed_total');
    if (consumed >= wanted) return { consumed, at: performance.now() };
    await delay(LOOK_MS);
  }
  throw new RangeError(`ingest did not take ${wanted} records within ${RUN_MAX_MS} ms`);
}

/** The next start reads from the beginning again. */
export async function forgetGroup({ at }: Bench): Promise<void> {
  const kafka = new Kafka({
    clientId: `${at.name}-forget`,
    brokers: [...at.connection.brokers],
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `${at.topicPrefix}shield-ingest`;
  const { groups } = await admin.listGroups();
  if (groups.some((group) => group.groupId === groupId)) await admin.deleteGroups([groupId]);
  await admin.disconnect();
}

function rate(values: readonly number[]): string {
  return Math.round(values.at(-1) ?? 0).toLocaleString('en-US');
}

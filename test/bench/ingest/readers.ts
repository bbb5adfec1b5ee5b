import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { FIREHOSE_TOPICS } from '@hrd-shield/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { ROOT } from '../../../packages/cli/src/demo/installation.ts';
import { readMetrics, sumOf } from '../../../packages/cli/src/demo/read-metrics.ts';
import { startService } from '../../../packages/cli/src/demo/service-process.ts';
import type { Bench } from '../firehose.ts';
import type { RunJava } from './java-rivals.ts';
import { processorMsOf } from './processor-time.ts';

/** One reading of the whole firehose, from the first batch to the last. */
export interface Reading {
  readonly records: number;
  readonly tookMs: number;
  /** Of all threads of the reader's process. */
  readonly processorMs: number;
}

/** @source performance notes, section 2: fetch sizes at which each reader is at its best */
const FETCH_BYTES = {
  kafkajs: '1048576',
  java: '1048576',
  ingest: '4194304',
  /** Packed events are few bytes: in fetches of four times as many, most of them would come at once. */
  ingestPacked: '1048576',
};
/** A reading is timed from its first batch on, so most of it must lie behind that. */
const TIMED_SHARE_MIN = 0.5;
const RUN_MAX_MS = 300_000;
const LOOK_MS = 100;
const run = promisify(execFile);

/** How each reader reads so many records, packed ones or not. */
export const readers = (records: number, java: RunJava, isPacked: boolean) => {
  const { java: javaBytes, kafkajs } = FETCH_BYTES;
  const own = isPacked ? FETCH_BYTES.ingestPacked : FETCH_BYTES.ingest;
  const env = (bench: Bench, name: string, fetchBytes: string) => ({
    ...rawEnv(bench, name, records),
    BENCH_FETCH_BYTES: fetchBytes,
  });
  return {
    'ingest, in place': (bench: Bench) => readWithIngest(bench, records, own),
    'ingest, stock decoder': (bench: Bench) => readWithIngest(bench, records),
    'in place, nothing': (bench: Bench, round: number) =>
      readByProgram(bench, 'floor-reader.main.ts', env(bench, `floor-${round}`, own)),
    'kafkajs, nothing': (bench: Bench, round: number) =>
      readByProgram(bench, 'raw-reader.main.ts', env(bench, `kafkajs-${round}`, kafkajs)),
    'Java consumer, nothing': (bench: Bench, round: number) =>
      java<Reading>('RawReader', env(bench, `java-${round}`, javaBytes)),
  };
};
export type ReaderName = keyof ReturnType<typeof readers>;

/** Readers that stand on the client's own decoder, which knows gzip alone. */
export const STOCK_READERS: readonly ReaderName[] = ['ingest, stock decoder', 'kafkajs, nothing'];

export function firehoseTopics({ at }: Bench): string[] {
  return Object.values(FIREHOSE_TOPICS).map((topic) => at.topicPrefix + topic);
}

export function rawEnv(bench: Bench, group: string, records: number): Record<string, string> {
  return {
    BENCH_BROKERS: bench.at.connection.brokers.join(','),
    BENCH_GROUP: bench.at.topicPrefix + group,
    BENCH_TOPICS: firehoseTopics(bench).join(','),
    BENCH_RECORDS: String(records),
  };
}

async function readByProgram(
  { at }: Bench,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Reading> {
  const main = join(ROOT, 'test', 'bench', 'ingest', program);
  const { stdout } = await run(process.execPath, ['--import', 'tsx', main], {
    cwd: ROOT,
    env: { ...at.env, ...env },
    timeout: RUN_MAX_MS,
  });
  return JSON.parse(stdout) as Reading;
}

/** @throws RangeError where too much had come before the clock ran for its speed to say anything */
export function requireTimed(reader: string, reading: Reading, records: number): Reading {
  if (reading.records >= records * TIMED_SHARE_MIN) return reading;
  const timed = `${reading.records} of ${records} records`;
  throw new RangeError(
    `${reader}: only ${timed} came after its first batch; ask for more --events`,
  );
}

/** The service as it is shipped, with its metrics on and its commits; the stock decoder without a size. */
async function readWithIngest(
  bench: Bench,
  records: number,
  fetchBytes?: string,
): Promise<Reading> {
  const { at } = bench;
  await forgetGroup(bench);
  const service = await startService({
    name: 'ingest',
    root: ROOT,
    env: {
      ...at.env,
      SHIELD_INGEST_DECODER: fetchBytes === undefined ? 'stock' : 'in-place',
      ...(fetchBytes !== undefined && { SHIELD_INGEST_FETCH_BYTES: fetchBytes }),
    },
    logDir: at.logDir,
  });
  try {
    const look = (wanted: number) => untilConsumed(service, wanted);
    const first = await look(1);
    const last = await look(records);
    return {
      records: last.consumed - first.consumed,
      tookMs: last.at - first.at,
      processorMs: last.processorMs - first.processorMs,
    };
  } finally {
    await service.stop();
  }
}

async function untilConsumed(
  { pid, url }: { readonly pid: number | undefined; readonly url: string },
  wanted: number,
) {
  const deadline = performance.now() + RUN_MAX_MS;
  while (performance.now() < deadline) {
    const consumed = sumOf(await readMetrics(url), 'shield_ingest_consumed_total');
    const at = performance.now();
    if (consumed >= wanted) return { consumed, at, processorMs: processorMsOf(pid) };
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

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
const FETCH_BYTES = { kafkajs: '1048576', java: '1048576', ingest: '4194304' };
const RUN_MAX_MS = 300_000;
const LOOK_MS = 100;
const run = promisify(execFile);

export const readers = (records: number, java: RunJava) => ({
  'ingest, in place': (bench: Bench) => readWithIngest(bench, records, 'in-place'),
  'ingest, stock decoder': (bench: Bench) => readWithIngest(bench, records, 'stock'),
  'in place, nothing': (bench: Bench, round: number) =>
    readByProgram(bench, 'floor-reader.main.ts', {
      ...rawEnv(bench, `floor-${round}`, records),
      BENCH_FETCH_BYTES: FETCH_BYTES.ingest,
    }),
  'kafkajs, nothing': (bench: Bench, round: number) =>
    readByProgram(bench, 'raw-reader.main.ts', {
      ...rawEnv(bench, `kafkajs-${round}`, records),
      BENCH_FETCH_BYTES: FETCH_BYTES.kafkajs,
    }),
  'Java consumer, nothing': (bench: Bench, round: number) =>
    java<Reading>('RawReader', {
      ...rawEnv(bench, `java-${round}`, records),
      BENCH_FETCH_BYTES: FETCH_BYTES.java,
    }),
});
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

/** The service as it is shipped, with its metrics on and its commits. */
async function readWithIngest(
  bench: Bench,
  records: number,
  decoder: 'in-place' | 'stock',
): Promise<Reading> {
  const { at } = bench;
  await forgetGroup(bench);
  const service = await startService({
    name: 'ingest',
    root: ROOT,
    env: {
      ...at.env,
      SHIELD_INGEST_DECODER: decoder,
      ...(decoder === 'in-place' ? { SHIELD_INGEST_FETCH_BYTES: FETCH_BYTES.ingest } : {}),
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

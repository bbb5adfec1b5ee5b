import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopics } from '@hrd-shield/kafka';
import { ROOT } from '../../../packages/cli/src/demo/installation.ts';
import { readMetrics, sumOf } from '../../../packages/cli/src/demo/read-metrics.ts';
import { startService } from '../../../packages/cli/src/demo/service-process.ts';
import { until } from '../../../packages/cli/src/demo/until.ts';
import type { Bench } from '../firehose.ts';
import type { RunJava } from './java-rivals.ts';
import { processorMsOf } from './processor-time.ts';
import { forgetGroup, type Reading, rawEnv } from './readers.ts';

const WAIT_MS = 300_000;

/** `ingest` and `detect` from the first event to the last decision, snapshots on. */
export async function screenAndDetect(bench: Bench, records: number): Promise<Reading> {
  const { at } = bench;
  await forgetGroup(bench);
  const start = (name: string) =>
    startService({
      name,
      root: ROOT,
      env: { ...at.env, SHIELD_INGEST_FETCH_BYTES: '4194304' },
      logDir: at.logDir,
    });
  const detect = await start('detect');
  const ingest = await start('ingest');
  const spentMs = (): number => processorMsOf(detect.pid) + processorMsOf(ingest.pid);
  try {
    const begun = { at: performance.now(), processorMs: spentMs() };
    const isRead = async (): Promise<boolean> =>
      sumOf(await readMetrics(ingest.url), 'shield_ingest_consumed_total') >= records;
    await until('ingest has read the firehose', isRead, WAIT_MS);
    await bench.stage.progress.untilTaken('detect', WAIT_MS);
    const tookMs = performance.now() - begun.at;
    return { records, tookMs, processorMs: spentMs() - begun.processorMs };
  } finally {
    await Promise.all([detect.stop(), ingest.stop()]);
  }
}

/** The windowed job of Kafka Streams over the same topics. */
export async function streamsJob(
  bench: Bench,
  java: RunJava,
  run: { readonly records: number; readonly designatedFile: string },
): Promise<Reading> {
  const prefix = `${bench.at.topicPrefix}streams.`;
  const [outTopic = ''] = await createTopics(bench.at.connection, { prefix, topics: ['outcomes'] });
  const stateDir = await mkdtemp(join(tmpdir(), 'streams-'));
  try {
    return await java<Reading>('WindowedStreams', {
      ...rawEnv(bench, 'streams', run.records),
      BENCH_OUT_TOPIC: outTopic,
      BENCH_STATE_DIR: stateDir,
      BENCH_DESIGNATED_FILE: run.designatedFile,
    });
  } finally {
    await rm(stateDir, { recursive: true });
  }
}

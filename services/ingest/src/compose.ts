import { FIREHOSE_TOPICS, topicName } from '@hrd-shield/contracts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  type FaultWatch,
  type KafkaConnection,
  watchFaults,
} from '@hrd-shield/kafka';
import {
  type Clock,
  createDeadLetterWriter,
  createDesignationFollower,
  createScreenEvent,
  createTallyMeter,
  DefenderIndex,
  type LogReader,
} from '@hrd-shield/pipeline';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import { createIngestChain } from './chain.ts';
import type { IngestConfig } from './config.ts';
import { type IngestKeys, loadKeys } from './load-keys.ts';
import { createCoverageReporter } from './report-coverage.ts';
import { createScreenBatch, type ScreenBatchDeps } from './screen-batch.ts';
import { EventTime } from './steps/event-time.ts';
import { ProbeWatch } from './steps/probe-watch.ts';
import { createWatermarkWriter } from './watermark-writer.ts';

export { INGEST_CONFIG, type IngestConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface IngestOverrides {
  readonly clock?: Clock;
}

const SERVICE = 'shield-ingest';
const WRITER = 'hrd-shield/ingest';
/** After a crash the partitions wait this long for the dead member, ms. */
const SESSION_TIMEOUT_MS = 15_000;

/** What the parts below share. */
interface Wiring {
  readonly context: ServiceContext<IngestConfig>;
  readonly connection: KafkaConnection;
  readonly faults: FaultWatch;
  readonly keys: IngestKeys;
  readonly index: DefenderIndex;
  readonly now: () => number;
}

/** Wires `ingest`: designations first, then the firehose; commit after the sealed records. */
export async function startIngest(
  context: ServiceContext<IngestConfig>,
  overrides: IngestOverrides = {},
): Promise<RunningService> {
  const { config, logger } = context;
  const keys = await loadKeys(config.keysDir);
  const wiring: Wiring = {
    context,
    connection: { brokers: config.kafkaBrokers, clientId: SERVICE },
    faults: watchFaults((fault) => logger.warn('the log failed', { code: fault.code }, fault)),
    keys,
    index: new DefenderIndex(keys.recogniser),
    now: overrides.clock?.now ?? (() => Date.now()),
  };
  const designations = await followDesignations(wiring);
  logger.info('designations are loaded', { count: wiring.index.size });
  const firehose = await screenFirehose(wiring);
  return {
    checks: { ...firehose.checks, designations: () => designations.isHealthy() },
    failed: wiring.faults.failed,
    stop: async () => {
      await firehose.stop();
      await designations.stop();
    },
  };
}

/** @returns the reader, once everything published so far is in the index */
async function followDesignations(wiring: Wiring): Promise<LogReader> {
  const { context, connection, faults, keys, index, now } = wiring;
  const { config, logger, meter } = context;
  const reader = createLogReader({
    connection,
    topic: topicName('designations', config.topicPrefix),
    onFault: faults.onFault,
  });
  const refused = meter.counter(
    'shield_ingest_designations_refused_total',
    'unreadable, by reason',
  );
  const follower = createDesignationFollower({
    reader,
    index,
    openScreening: keys.openScreening,
    now,
    onRefused: (reason) => {
      refused.add(1, { reason });
      logger.error('a designation cannot be read', { reason });
    },
  });
  meter.gauge('shield_ingest_designations', 'designations held', () => index.size);
  meter.gauge('shield_ingest_designations_age_ms', 'since the last change', follower.ageMs);
  await follower.start();
  return reader;
}

async function screenFirehose(wiring: Wiring): Promise<Pick<RunningService, 'checks' | 'stop'>> {
  const { context, connection, faults, index, now } = wiring;
  const { config, meter } = context;
  const { onFault } = faults;
  const sink = createKafkaSink({ connection });
  const source = createKafkaSource({
    connection,
    groupId: `${config.topicPrefix}${SERVICE}`,
    topics: Object.values(FIREHOSE_TOPICS).map((topic) => config.topicPrefix + topic),
    maxBytesPerPartition: config.maxBytesPerPartition,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    keyFilter: config.decoder === 'stock' ? undefined : (...key) => index.mayHold(...key),
    onFault,
  });
  const eventTime = new EventTime({ idleMs: config.idleMs, futureMs: config.futureMs });
  const probes = new ProbeWatch(config.probeMs);
  const screenBatch = wireScreening(wiring, { sink, eventTime, probes });
  const topic = topicName('targetingEvents', config.topicPrefix);
  const { length: partitions } = await createKafkaAdmin(connection).offsets(topic);
  const watermarks = createWatermarkWriter(
    { sink, eventTime, now, onFault },
    { topic, partitions, everyMs: config.watermarkMs },
  );
  const coverage = createCoverageReporter(
    { probes, sink, now, probe: () => index.probe, onFault },
    { topic: topicName('outcomes', config.topicPrefix), everyMs: Math.ceil(config.probeMs / 3) },
  );
  meter.gauge('shield_ingest_lag_records', 'records behind the head', () => source.lag());
  meter.gauge('shield_ingest_uncovered_partitions', 'without a known event', () =>
    index.probe === undefined ? 0 : probes.missing(now()).length,
  );
  await sink.start();
  await source.start({
    onAssigned: async (assigned) => {
      probes.assign(assigned, now());
      eventTime.assign(assigned, now());
      return [];
    },
    onBatch: async (batch) => {
      await screenBatch(batch);
      if (!batch.isStale()) watermarks.afterBatch();
    },
  });
  watermarks.start();
  coverage.start();
  return {
    checks: { source: () => source.isHealthy(), sink: () => sink.isHealthy() },
    stop: async () => {
      watermarks.stop();
      coverage.stop();
      await source.stop();
      await sink.stop();
    },
  };
}

function wireScreening(
  { context, keys, index, now }: Wiring,
  to: Pick<ScreenBatchDeps, 'sink' | 'eventTime'> & { readonly probes: ProbeWatch },
): ReturnType<typeof createScreenBatch> {
  const { config, meter } = context;
  const screenEvent = createScreenEvent({ ...keys, now }, config);
  return createScreenBatch({
    index,
    chain: createIngestChain(
      { screenEvent, sealer: keys.sealer, now },
      {
        maxEventBytes: config.maxEventBytes,
        targetingTopic: topicName('targetingEvents', config.topicPrefix),
      },
    ),
    letters: createDeadLetterWriter(
      { ...keys, now },
      { topic: topicName('deadLetters', config.topicPrefix), source: WRITER },
    ),
    sink: to.sink,
    eventTime: to.eventTime,
    count: createTallyMeter(meter, 'ingest'),
    now,
    onProbe: (from) => to.probes.see(from, now()),
  });
}

import { FIREHOSE_TOPICS, topicName } from '@hrd-shield/contracts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  type KafkaSink,
  type KafkaSinkConfig,
  kafkaConnection,
  openLog,
} from '@hrd-shield/kafka';
import { openMachineAudit } from '@hrd-shield/keys';
import {
  type Clock,
  createDeadLetterWriter,
  createDesignationFollower,
  createScreenEvent,
  createTallyMeter,
  DefenderIndex,
  heedListNotices,
  LikenessIndex,
  type ListNotices,
  type LogReader,
  openNarrowing,
} from '@hrd-shield/pipeline';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import { createIngestChain } from './chain.ts';
import type { IngestConfig } from './config.ts';
import { loadKeys } from './load-keys.ts';
import { createLooksKeeper, type LooksKeeper } from './looks-keeper.ts';
import { createProgressExchange, type ProgressExchange } from './progress-exchange.ts';
import { createCoverageReporter } from './report-coverage.ts';
import { createScreenBatch, type ScreenBatchDeps } from './screen-batch.ts';
import { screenStreams } from './screen-streams.ts';
import { EventTime } from './steps/event-time.ts';
import { ProbeWatch } from './steps/probe-watch.ts';
import { verdictTrustOf } from './verdict-trust.ts';
import { createWatermarkWriter } from './watermark-writer.ts';
import { SERVICE, SESSION_TIMEOUT_MS, type Wiring, WRITER } from './wiring.ts';

export { INGEST_CONFIG, type IngestConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface IngestOverrides {
  readonly clock?: Clock;
}

/** Wires `ingest`: designations first, then the firehose; commit after the sealed records. */
export async function startIngest(
  context: ServiceContext<IngestConfig>,
  overrides: IngestOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter } = context;
  const now = overrides.clock?.now ?? (() => Date.now());
  const audit = openMachineAudit({
    service: 'ingest',
    config,
    now,
    onWaiting: (fault) => logger.warn('the account of openings waits on the disk', {}, fault),
  });
  const keys = await loadKeys(config.keysDir, audit.book);
  const at = { ...kafkaConnection(config, SERVICE), giveUpMs: config.kafkaGiveUpMs };
  const log = openLog(at, meter, (fault) =>
    logger.warn('the log failed', { code: fault.code }, fault),
  );
  const wiring: Wiring = {
    context,
    connection: log.connection,
    faults: log,
    keys,
    index: new DefenderIndex(keys.recogniser),
    likeness: new LikenessIndex(),
    now,
  };
  const designations = await followDesignations(wiring);
  const notices = await followNotices(wiring);
  logger.info('designations are loaded', { count: wiring.index.size });
  const sink = createKafkaSink({ connection: wiring.connection, ...watchClocks(wiring) });
  await sink.start();
  audit.start(sink);
  const looks = keepLooks(wiring, sink);
  await looks.start();
  const firehose = await screenFirehose(wiring, { sink, looks });
  const streams = await screenStreams(wiring, { sink, looks });
  return {
    checks: {
      ...firehose.checks,
      ...streams.checks,
      sink: () => sink.isHealthy(),
      designations: () => designations.isHealthy(),
      notices: () => notices.isHealthy(),
    },
    failed: wiring.faults.failed,
    stop: async () => {
      audit.end();
      await Promise.all([firehose.stop(), streams.stop()]);
      await looks.stop();
      await sink.stop();
      await notices.stop();
      await designations.stop();
    },
  };
}

/** @returns the reader, once everything published so far is in the index */
async function followDesignations(wiring: Wiring): Promise<LogReader> {
  const { context, connection, faults, keys, index } = wiring;
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
    onRefused: (reason) => {
      refused.add(1, { reason });
      logger.error('a designation cannot be read', { reason });
    },
  });
  meter.gauge('shield_ingest_designations', 'designations held', () => index.size);
  await follower.start();
  return reader;
}

/** Withdrawals by the way that needs no registry, and how old the list is. */
async function followNotices({
  connection,
  context,
  faults,
  index,
  keys,
  now,
}: Wiring): Promise<ListNotices> {
  const { config, logger, meter } = context;
  const notices = heedListNotices(index, {
    reader: createLogReader({
      connection,
      topic: topicName('listNotices', config.topicPrefix),
      onFault: faults.onFault,
    }),
    now,
    classes: {
      open: (ref, sealed) => openNarrowing(keys.sealer, ref, sealed),
      narrow: (...narrowed) => index.narrow(...narrowed),
    },
    onRefused: () => logger.error('a notice about the list cannot be read'),
  });
  meter.gauge(
    'shield_ingest_designations_age_ms',
    'since the registry last said that the list is current',
    notices.ageMs,
  );
  meter.gauge(
    'shield_ingest_designations_stopped',
    'designations that the log alone holds stopped, wholly or in part',
    () => index.stopped,
  );
  await notices.start();
  return notices;
}

/** What each append tells of the clock of the broker, beside the own one. */
function watchClocks({ context, now }: Wiring): Pick<KafkaSinkConfig, 'onAppended'> {
  let behindMs: number | undefined;
  context.meter.gauge(
    'shield_ingest_broker_clock_behind_ms',
    'own clock less that of the broker, at the last append',
    () => behindMs,
  );
  return {
    onAppended: (appendedAt) => {
      behindMs = now() - appendedAt;
    },
  };
}

/** How the profiles of defenders look, as all instances know it. */
function keepLooks(wiring: Wiring, sink: KafkaSink): LooksKeeper {
  const { connection, context, faults, keys, likeness, now } = wiring;
  const topic = topicName('protectedLooks', context.config.topicPrefix);
  const { onFault } = faults;
  const reader = createLogReader({ connection, topic, onFault });
  return createLooksKeeper(
    { reader, sink, sealer: keys.sealer, likeness, now, onFault },
    { topic },
  );
}

async function screenFirehose(
  wiring: Wiring,
  { looks, sink }: { readonly sink: KafkaSink; readonly looks: LooksKeeper },
): Promise<Pick<RunningService, 'checks' | 'stop'>> {
  const { context, connection, faults, index, now } = wiring;
  const { config, meter } = context;
  const { onFault } = faults;
  const topics = Object.values(FIREHOSE_TOPICS).map((topic) => config.topicPrefix + topic);
  const source = createKafkaSource({
    connection,
    groupId: `${config.topicPrefix}${SERVICE}`,
    topics,
    maxBytesPerPartition: config.maxBytesPerPartition,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    keyFilter:
      config.decoder === 'stock' ? undefined : (bytes, from, to) => index.mayHold(bytes, from, to),
    acceptOffsetGap: config.acceptOffsetGap === 'yes',
    onGapAccepted: (gap) =>
      context.logger.warn('a gap of the log is accepted', { code: gap.code }, gap),
    onFault,
  });
  const admin = createKafkaAdmin(connection);
  const partitions = (await Promise.all(topics.map((topic) => admin.offsets(topic)))).flat();
  const eventTime = new EventTime(config, partitions);
  const probes = new ProbeWatch(config.probeMs);
  const screenBatch = wireScreening(wiring, { sink, looks, eventTime, probes });
  const progress = shareProgress(wiring, { sink, eventTime });
  await progress.start();
  const topic = topicName('targetingEvents', config.topicPrefix);
  const { length: targets } = await admin.offsets(topic);
  const watermarks = createWatermarkWriter(
    { sink, eventTime, now, onFault },
    { topic, partitions: targets, everyMs: config.watermarkMs },
  );
  const coverage = createCoverageReporter(
    { probes, sink, now, probe: () => index.probe, onFault },
    { topic: topicName('outcomes', config.topicPrefix), everyMs: Math.ceil(config.probeMs / 3) },
  );
  meter.gauge('shield_ingest_lag_records', 'records behind the head', () => source.lag());
  meter.gauge('shield_ingest_uncovered_partitions', 'without a known event', () =>
    index.probe === undefined ? 0 : probes.missing(now()).length,
  );
  await source.start({
    onAssigned: async (assigned) => {
      probes.assign(assigned, now());
      eventTime.assign(assigned, now());
      progress.tell();
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
    checks: { source: () => source.isHealthy() },
    stop: async () => {
      watermarks.stop();
      coverage.stop();
      await source.stop();
      await progress.stop();
    },
  };
}

/** Tells other instances how far the own partitions are, and hears of theirs. */
function shareProgress(
  { connection, context, faults, now }: Wiring,
  deps: Pick<ScreenBatchDeps, 'sink' | 'eventTime'>,
): ProgressExchange {
  const { topicPrefix, watermarkMs: everyMs } = context.config;
  const topic = topicName('ingestProgress', topicPrefix);
  const { onFault } = faults;
  const reader = createLogReader({ connection, topic, onFault });
  return createProgressExchange({ ...deps, reader, now, onFault }, { topic, everyMs });
}

function wireScreening(
  { context, keys, index, now }: Wiring,
  to: Pick<ScreenBatchDeps, 'sink' | 'eventTime'> & {
    readonly probes: ProbeWatch;
    readonly looks: LooksKeeper;
  },
): ReturnType<typeof createScreenBatch> {
  const { config, meter } = context;
  const verdictTrust = verdictTrustOf(config);
  const screenEvent = createScreenEvent(
    { ...keys, now, verdictTrust, vaultKeys: keys.recogniser },
    config,
  );
  return createScreenBatch({
    index,
    chain: createIngestChain(
      { screenEvent, sealer: keys.sealer, now, learnLooks: to.looks.learn },
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

import { FIREHOSE_TOPICS, type ShieldError, topicName } from '@hrd-shield/contracts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  type KafkaConnection,
} from '@hrd-shield/kafka';
import {
  createAccountDigest,
  createAccountTagger,
  createDefenderSealer,
  createFolderKeyStore,
  createPlatformBox,
  createPseudonymiser,
  createScreeningSealer,
  createTagSet,
  DIGEST_KEY_VERSION,
  dataKeysDir,
  loadKey,
  loadPlatformKey,
} from '@hrd-shield/keys';
import {
  type Clock,
  createDeadLetterWriter,
  createScreenEvent,
  createTallyMeter,
  DefenderIndex,
} from '@hrd-shield/pipeline';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import { createIngestChain } from './chain.ts';
import type { IngestConfig } from './config.ts';
import { createCoverageReporter } from './report-coverage.ts';
import { createScreenBatch } from './screen-batch.ts';
import { EventTime } from './steps/event-time.ts';
import { createDesignationFollower } from './steps/follow-designations.ts';
import { ProbeWatch } from './steps/probe-watch.ts';
import { createWatermarkWriter } from './watermark-writer.ts';

export { INGEST_CONFIG, type IngestConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface IngestOverrides {
  readonly clock?: Clock;
}

const SERVICE = 'shield-ingest';
/** After a crash the partitions wait this long for the dead member, ms. */
const SESSION_TIMEOUT_MS = 10_000;

/** Wires `ingest`: designations first, then the firehose; commit after the sealed records. */
export async function startIngest(
  context: ServiceContext<IngestConfig>,
  overrides: IngestOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter } = context;
  const now = overrides.clock?.now ?? (() => Date.now());
  const connection: KafkaConnection = { brokers: config.kafkaBrokers, clientId: SERVICE };
  let giveUp: (fault: ShieldError) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  failed.catch(() => undefined);
  const onFault = (fault: ShieldError): void => {
    logger.warn('the log failed', { code: fault.code }, fault);
    if (fault.code === 'kafka.offset-gap') giveUp(fault);
  };
  const keys = await loadKeys(config.keysDir);
  const index = new DefenderIndex(keys.recogniser);
  const targetingTopic = topicName('targetingEvents', config.topicPrefix);

  const refused = meter.counter(
    'shield_ingest_designations_refused_total',
    'unreadable, by reason',
  );
  const reader = createLogReader({
    connection,
    topic: topicName('designations', config.topicPrefix),
    onFault,
  });
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
  const sink = createKafkaSink({ connection });
  const source = createKafkaSource({
    connection,
    groupId: `${config.topicPrefix}${SERVICE}`,
    topics: Object.values(FIREHOSE_TOPICS).map((topic) => config.topicPrefix + topic),
    maxBytesPerPartition: config.maxBytesPerPartition,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    onFault,
  });
  const eventTime = new EventTime({ idleMs: config.idleMs, futureMs: config.futureMs });
  const probes = new ProbeWatch(config.probeMs);
  const screenEvent = createScreenEvent({ ...keys, now }, config);
  const letters = createDeadLetterWriter(
    { ...keys, now },
    { topic: topicName('deadLetters', config.topicPrefix), source: 'hrd-shield/ingest' },
  );
  const screenBatch = createScreenBatch({
    index,
    chain: createIngestChain(
      { screenEvent, sealer: keys.sealer, now },
      { maxEventBytes: config.maxEventBytes, targetingTopic },
    ),
    letters,
    sink,
    eventTime,
    count: createTallyMeter(meter, 'ingest'),
    now,
    onProbe: (from) => probes.see(from, now()),
  });
  meter.gauge('shield_ingest_lag_records', 'records behind the head', () => source.lag());
  meter.gauge('shield_ingest_designations', 'designations held', () => index.size);
  meter.gauge('shield_ingest_designations_age_ms', 'since the last change', follower.ageMs);
  meter.gauge('shield_ingest_uncovered_partitions', 'without a known event', () =>
    index.probe === undefined ? 0 : probes.missing(now()).length,
  );

  await sink.start();
  await follower.start();
  logger.info('designations are loaded', { count: index.size });
  const targeting = await createKafkaAdmin(connection).offsets(targetingTopic);
  const watermarks = createWatermarkWriter(
    { sink, eventTime, now, onFault },
    { topic: targetingTopic, partitions: targeting.length, everyMs: config.watermarkMs },
  );
  const coverage = createCoverageReporter(
    { probes, sink, now, probe: () => index.probe, onFault },
    { topic: topicName('outcomes', config.topicPrefix), everyMs: Math.ceil(config.probeMs / 3) },
  );
  await source.start({
    onAssigned: async (partitions) => {
      probes.assign(partitions, now());
      eventTime.assign(partitions, now());
      return [];
    },
    onBatch: async (batch) => {
      await screenBatch(batch);
      if (!batch.isStale()) await watermarks.afterBatch();
    },
  });
  watermarks.start();
  coverage.start();
  return {
    checks: {
      source: () => source.isHealthy(),
      sink: () => sink.isHealthy(),
      designations: () => reader.isHealthy(),
    },
    failed,
    stop: async () => {
      watermarks.stop();
      coverage.stop();
      await source.stop();
      await reader.stop();
      await sink.stop();
    },
  };
}

async function loadKeys(dir: string) {
  const digester = createAccountDigest(await loadKey(dir, 'digest'), DIGEST_KEY_VERSION);
  const store = createFolderKeyStore({
    dir: dataKeysDir(dir),
    keyEncryptionKey: await loadKey(dir, 'kek'),
  });
  return {
    recogniser: {
      tagOf: createAccountTagger(await loadKey(dir, 'tag-seed')),
      digestOf: digester.digest,
      digestKey: digester.keyVersion,
      tags: createTagSet(),
    },
    openScreening: createScreeningSealer(await loadKey(dir, 'screening')).open,
    pseudonyms: createPseudonymiser(await loadKey(dir, 'pseudonym')),
    box: createPlatformBox(await loadPlatformKey(dir, 'public')),
    sealer: createDefenderSealer(store),
  };
}

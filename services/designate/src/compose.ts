import { topicName } from '@hrd-shield/contracts';
import type { RegistryPolicy } from '@hrd-shield/domain/registry';
import { type EraseReportsDeps, eraseReports } from '@hrd-shield/intake';
import { createKafkaSink, createLogReader, kafkaConnection } from '@hrd-shield/kafka';
import { createFolderKeyStore, dataKeysDir, loadKey, openMachineAudit } from '@hrd-shield/keys';
import type { Clock, KeyStore, RecordSink } from '@hrd-shield/pipeline';
import {
  createReportEnds,
  createReportOutbox,
  type IntakeTables,
  openDatabase,
} from '@hrd-shield/postgres';
import {
  createCurrencyTeller,
  type HeededNotices,
  heedNotices,
  keepClocks,
  openRegistry,
  type Registry,
  readPublished,
  refuseRestored,
  relayDesignations,
} from '@hrd-shield/registry';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import type { DesignateConfig } from './config.ts';
import { openWorkflows, type RegistryWorkflows } from './open-workflows.ts';
import { repeat } from './repeat.ts';

/** What a test may put in the place of the real thing. */
export interface DesignateOverrides {
  /** Shorter clocks than those of the rule file. */
  readonly policy?: RegistryPolicy;
  readonly clock?: Clock;
}

/** Wires the registry to its topic: the relay, the timers, and the repetition of endings. */
export async function startDesignate(
  context: ServiceContext<DesignateConfig>,
  overrides: DesignateOverrides = {},
): Promise<RunningService> {
  const { config, logger } = context;
  const { databaseUrl, keysDir } = config;
  const { clock = { now: () => Date.now() }, ...given } = overrides;
  const audit = openMachineAudit({
    service: 'designate',
    config,
    now: clock.now,
    onWaiting: (fault) => logger.warn('the account of openings waits on the disk', {}, fault),
  });
  const { book } = audit;
  const registry = await openRegistry(
    { databaseUrl, keysDir, applicationName: 'designate', book, ...given },
    clock,
  );
  const connection = kafkaConnection(config, 'designate');
  const sink = createKafkaSink({ connection });
  const topic = topicName('designations', config.topicPrefix);
  await refuseRestored(await readPublished(createLogReader({ connection, topic })), registry.store);
  const noticesTopic = topicName('listNotices', config.topicPrefix);
  const heeded = heedNotices({
    reader: createLogReader({ connection, topic: noticesTopic }),
    registry,
    sink,
    topic: noticesTopic,
  });
  const database = openDatabase<IntakeTables>({
    url: databaseUrl,
    applicationName: 'designate-reports',
  });
  const reports = createReportOutbox(database.query);
  const workflows = openWorkflows(context, { registry, sink, connection, reports, book });
  audit.start(sink);
  await heeded.notices.start();
  const reportEnds = {
    reports: createReportEnds(database.query),
    keys: await openDataKeys(keysDir),
  };
  const rounds = { registry, sink, heeded, workflows, reportEnds };
  const { relay, timers, ...others } = startRounds(context, rounds);
  const loops = [relay, timers, ...Object.values(others)].map(({ ended }) => ended);
  return {
    // A workflow server that is away stops neither the list nor its clocks.
    checks: {
      registry: () => registry.isHealthy(),
      // A relay with nothing to publish says nothing of the log.
      log: () => heeded.notices.isHealthy(),
      relay: relay.isHealthy,
      timers: timers.isHealthy,
    },
    failed: Promise.all(loops).then(() => new Promise<never>(() => undefined)),
    stop: async () => {
      await Promise.allSettled(loops);
      await workflows.stop();
      audit.end();
      await heeded.notices.stop();
      await sink.stop();
      await database.stop();
      await registry.stop();
    },
  };
}

/** Each report has a data key of its own, beside those of defenders. */
async function openDataKeys(keysDir: string): Promise<KeyStore> {
  const keyEncryptionKey = await loadKey(keysDir, 'kek');
  return createFolderKeyStore({ dir: dataKeysDir(keysDir), keyEncryptionKey });
}

interface RoundDeps {
  readonly registry: Registry;
  readonly sink: RecordSink;
  readonly heeded: HeededNotices;
  readonly workflows: RegistryWorkflows;
  readonly reportEnds: Pick<EraseReportsDeps, 'keys' | 'reports'>;
}

/** What is done again and again, each in its own time. */
function startRounds(
  { config, logger, meter, signal }: ServiceContext<DesignateConfig>,
  { heeded, registry, reportEnds, sink, workflows }: RoundDeps,
) {
  const { clock, store } = registry;
  const topic = topicName('designations', config.topicPrefix);
  const noticesTopic = topicName('listNotices', config.topicPrefix);
  const tellCurrent = createCurrencyTeller({ clock, sink, topic: noticesTopic });
  const published = meter.counter('shield_designate_published_total', 'records published');
  const timed = meter.counter(
    'shield_designate_timed_total',
    'designations reminded, ended or erased',
  );
  const every = (step: string, everyMs: number, round: () => Promise<void>) =>
    repeat({ signal, logger, step, everyMs, round });
  return {
    relay: every('relay', config.relayMs, async () => {
      await heeded.round();
      const count = await relayDesignations({ store, sink, clock, topic });
      await tellCurrent();
      if (count === 0) return;
      published.add(count);
      logger.info('published', { records: count, topic });
    }),
    timers: every('timers', config.timersMs, async () => {
      const kept = await keepClocks(registry);
      for (const [act, count] of Object.entries(kept)) timed.add(count, { act });
      const count = kept.ended + kept.erased + kept.reminded;
      if (count > 0) logger.info('time kept', { count });
      if (kept.erased > 0) await registry.scrub();
    }),
    endings: every('reassert', config.reassertMs, async () => {
      await store.reassertEnded(clock.now());
    }),
    reports: every('reports', config.timersMs, async () => {
      const count = await eraseReports({ ...reportEnds, clock, keptMs: config.reportsKeptMs });
      if (count > 0) logger.info('closed reports erased', { count });
    }),
    reviews: every('reviews', config.reviewsMs, () => workflows.round()),
  };
}

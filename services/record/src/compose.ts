import { setTimeout as delay } from 'node:timers/promises';
import {
  type Clickhouse,
  clickhouseConfigOf,
  createClickhouse,
  migrateClickhouse,
  RECORDED_TOPICS,
} from '@hrd-shield/clickhouse';
import { topicName } from '@hrd-shield/contracts';
import {
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  kafkaConnection,
  openLog,
} from '@hrd-shield/kafka';
import type { Clock } from '@hrd-shield/pipeline';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import type { RecordConfig } from './config.ts';
import { createDesignationCounter } from './steps/count-designations.ts';
import { createLandBatch } from './steps/land-batch.ts';
import { waitForStore } from './steps/wait-for-store.ts';

export { RECORD_CONFIG, type RecordConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface RecordOverrides {
  readonly clock?: Clock;
  /** Another group reads everything once more. */
  readonly group?: string;
}

/** One insert may take this long, ms: less than the group waits for a sign of life. */
const INSERT_TIMEOUT_MS = 20_000;
const GROUP = 'shield-record';

/** Wires `record`: topics in, rows out, commit after the insert. */
export async function startRecord(
  context: ServiceContext<RecordConfig>,
  overrides: RecordOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter, signal } = context;
  const clock = overrides.clock ?? { now: () => Date.now() };
  const wait = async (ms: number): Promise<void> => {
    await delay(ms, undefined, { signal }).catch(() => undefined);
  };
  const isStopping = (): boolean => signal.aborted;
  const address = {
    ...clickhouseConfigOf(config.clickhouseUrl),
    requestTimeoutMs: INSERT_TIMEOUT_MS,
    engines: config.engines,
  };
  if (config.migrate) {
    await waitForStore(
      async () => {
        for (const migration of await migrateClickhouse(address)) {
          logger.info('migration applied', { migration });
        }
      },
      {
        wait,
        isOver: isStopping,
        onRetry: async (attempt, waitMs, fault) =>
          logger.warn('the store is away', { attempt, waitMs, code: fault.code }),
      },
    );
  }

  const at = { ...kafkaConnection(config, GROUP), giveUpMs: config.kafkaGiveUpMs };
  const { connection, failed, onFault } = openLog(at, meter, (fault) =>
    logger.warn('the log failed', { code: fault.code }, fault),
  );
  const store: Clickhouse = createClickhouse(address);
  const sink = createKafkaSink({ connection });
  const source = createKafkaSource({
    connection,
    groupId: `${config.topicPrefix}${overrides.group ?? GROUP}`,
    topics: RECORDED_TOPICS.map((id) => topicName(id, config.topicPrefix)),
    sessionTimeoutMs: config.sessionMs,
    onFault,
  });
  meter.gauge('shield_record_lag_records', 'records behind the head', () => source.lag());
  const landBatch = createLandBatch(
    { store, sink, clock, logger, meter, wait, isStopping },
    { topicPrefix: config.topicPrefix, flushMs: config.flushMs, batchRows: config.batchRows },
  );
  // While the broker is away the start lasts: a stop must end it too. The sink joins when needed.
  const giveUp = (): void => void source.stop();
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  await source.start({ onBatch: landBatch });
  signal.removeEventListener('abort', giveUp);
  const counter = createDesignationCounter(
    {
      reader: createLogReader({
        connection,
        topic: topicName('designations', config.topicPrefix),
        onFault,
      }),
      store,
      clock,
      onFault: (fault) => logger.warn('designations could not be counted', {}, fault),
    },
    config.countMs,
  );
  await counter.start();
  return {
    failed,
    checks: { source: () => source.isHealthy(), store: () => store.ping() },
    stop: async () => {
      await counter.stop();
      await source.stop();
      await sink.stop();
      await store.close();
    },
  };
}

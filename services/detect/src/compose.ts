import { ShieldError, topicName } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  type KafkaConnection,
} from '@hrd-shield/kafka';
import {
  createDefenderSealer,
  createFolderKeyStore,
  createPseudonymiser,
  dataKeysDir,
  loadKey,
} from '@hrd-shield/keys';
import {
  type Clock,
  createDeadLetterWriter,
  createTallyMeter,
  type PartitionRef,
} from '@hrd-shield/pipeline';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import type { DetectConfig } from './config.ts';
import { PartitionWorker, type WorkerDeps } from './partition-worker.ts';
import { createEndings } from './steps/follow-endings.ts';
import { restoreFold } from './steps/snapshots.ts';

export { DETECT_CONFIG, type DetectConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface DetectOverrides {
  readonly clock?: Clock;
  readonly policy?: DetectionPolicy;
}

const SERVICE = 'shield-detect';
/** After a crash the partitions wait this long for the dead member, ms. */
const SESSION_TIMEOUT_MS = 10_000;

/** Wires `detect`: states restored first, then the targeting log; commit after the signals. */
export async function startDetect(
  context: ServiceContext<DetectConfig>,
  overrides: DetectOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter } = context;
  const now = overrides.clock?.now ?? (() => Date.now());
  const policy = overrides.policy ?? loadDetectionPolicy(config.policyFile);
  const connection: KafkaConnection = { brokers: config.kafkaBrokers, clientId: SERVICE };
  const groupId = `${config.topicPrefix}${SERVICE}`;
  const topics = {
    targetingEvents: topicName('targetingEvents', config.topicPrefix),
    designations: topicName('designations', config.topicPrefix),
    riskSignals: topicName('riskSignals', config.topicPrefix),
    outcomes: topicName('outcomes', config.topicPrefix),
    detectSnapshots: topicName('detectSnapshots', config.topicPrefix),
    deadLetters: topicName('deadLetters', config.topicPrefix),
  };
  let giveUp: (fault: ShieldError) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  failed.catch(() => undefined);
  const onFault = (fault: ShieldError): void => {
    logger.warn('the log failed', { code: fault.code }, fault);
    if (fault.code === 'kafka.offset-gap') giveUp(fault);
  };
  const sealer = createDefenderSealer(
    createFolderKeyStore({
      dir: dataKeysDir(config.keysDir),
      keyEncryptionKey: await loadKey(config.keysDir, 'kek'),
    }),
  );
  const pseudonyms = createPseudonymiser(await loadKey(config.keysDir, 'pseudonym'));
  const workers = new Map<number, PartitionWorker>();
  const reader = createLogReader({ connection, topic: topics.designations, onFault });
  const endings = createEndings(reader, (ref) => {
    for (const worker of workers.values()) worker.forget(ref);
  });
  const sink = createKafkaSink({ connection });
  const source = createKafkaSource({
    connection,
    groupId,
    topics: [topics.targetingEvents],
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    onFault,
  });
  const raised = meter.counter('shield_detect_signals_total', 'signals raised, by threat and tier');
  const deps: WorkerDeps = {
    policy,
    sealer,
    sink,
    letters: createDeadLetterWriter(
      { sealer, pseudonyms, now },
      { topic: topics.deadLetters, source: 'hrd-shield/detect' },
    ),
    endings,
    count: createTallyMeter(meter, 'detect'),
    onSignal: ({ threat, tier }) => raised.add(1, { threat, tier }),
    now,
  };
  const lost = meter.counter('shield_detect_states_lost_total', 'saved states that did not open');
  meter.gauge('shield_detect_lag_records', 'records behind the head', () => source.lag());
  meter.gauge('shield_detect_defenders', 'defenders with a state', () =>
    [...workers.values()].reduce((sum, worker) => sum + worker.fold.size, 0),
  );

  async function restore({ partition }: PartitionRef, committed: bigint) {
    const worker = new PartitionWorker(deps, { partition, snapshotMs: config.snapshotMs, topics });
    const snapshots = createLogReader({
      connection,
      topic: topics.detectSnapshots,
      partitions: [partition],
      onFault,
    });
    const through = await restoreFold(worker.fold, snapshots, {
      sealer,
      onLost: () => lost.add(1),
    });
    worker.rebuildUpTo(committed);
    workers.set(partition, worker);
    logger.info('state restored', { partition, count: worker.fold.size });
    return through === undefined ? undefined : through + 1n;
  }

  await sink.start();
  await endings.start();
  await source.start({
    onAssigned: async (partitions) => {
      const admin = createKafkaAdmin(connection);
      const committed = await admin.committed(groupId, [topics.targetingEvents]);
      const bounds = await admin.offsets(topics.targetingEvents);
      return Promise.all(
        partitions.map(async (at) => {
          const known = committed.find((one) => one.partition === at.partition)?.offset ?? '-1';
          const low = BigInt(bounds.find((one) => one.partition === at.partition)?.low ?? '0');
          const from = (await restore(at, BigInt(known))) ?? low;
          return { ...at, offset: String(startOf(from, low, at)) };
        }),
      );
    },
    onRevoked: (partitions) => {
      for (const { partition } of partitions) workers.delete(partition);
    },
    onBatch: async (batch) => {
      await workers.get(batch.partition)?.take(batch);
    },
  });
  return {
    checks: {
      source: () => source.isHealthy(),
      sink: () => sink.isHealthy(),
      designations: () => reader.isHealthy(),
    },
    failed,
    stop: async () => {
      // While the partitions are still ours: a later save could overwrite the next owner's.
      for (const worker of workers.values()) await worker.save();
      await source.stop();
      await reader.stop();
      await sink.stop();
    },
  };
}

/** @throws ShieldError `kafka.offset-gap` when events after the saved states are gone */
function startOf(from: bigint, low: bigint, at: PartitionRef): bigint {
  if (from >= low) return from;
  throw new ShieldError('kafka.offset-gap', {
    detail: `${at.topic}[${at.partition}]: states reach ${from}, the log begins at ${low}`,
  });
}

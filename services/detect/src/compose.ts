import { topicName } from '@hrd-shield/contracts';
import type { DetectionPolicy } from '@hrd-shield/domain';
import {
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  type KafkaConnection,
  watchFaults,
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
  type DeadLetterWriter,
  type DefenderSealer,
} from '@hrd-shield/pipeline';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import { AssignedWorkers } from './assigned-workers.ts';
import type { DetectConfig } from './config.ts';
import { createEndings } from './steps/follow-endings.ts';

export { DETECT_CONFIG, type DetectConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface DetectOverrides {
  readonly clock?: Clock;
  readonly policy?: DetectionPolicy;
}

const SERVICE = 'shield-detect';
const WRITER = 'hrd-shield/detect';
/** After a crash the partitions wait this long for the dead member, ms. */
const SESSION_TIMEOUT_MS = 15_000;

/** Wires `detect`: states restored first, then the targeting log; commit after the signals. */
export async function startDetect(
  context: ServiceContext<DetectConfig>,
  overrides: DetectOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter } = context;
  const now = overrides.clock?.now ?? (() => Date.now());
  const connection: KafkaConnection = { brokers: config.kafkaBrokers, clientId: SERVICE };
  const groupId = `${config.topicPrefix}${SERVICE}`;
  const topics = topicsOf(config.topicPrefix);
  const faults = watchFaults((fault) => logger.warn('the log failed', { code: fault.code }, fault));
  const { onFault } = faults;
  const keys = await loadKeys(config.keysDir, topics.deadLetters, now);
  const sink = createKafkaSink({ connection });
  const source = createKafkaSource({
    connection,
    groupId,
    topics: [topics.targetingEvents],
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    onFault,
  });
  const reader = createLogReader({ connection, topic: topics.designations, onFault });
  const endings = createEndings(reader, (ref) => {
    for (const worker of workers.all()) worker.forget(ref);
  });
  const raised = meter.counter('shield_detect_signals_total', 'signals raised, by threat and tier');
  const lost = meter.counter('shield_detect_states_lost_total', 'saved states that did not open');
  const workers = new AssignedWorkers(
    {
      ...keys,
      policy: overrides.policy ?? loadDetectionPolicy(config.policyFile),
      sink,
      endings,
      count: createTallyMeter(meter, 'detect'),
      onSignal: ({ threat, tier }) => raised.add(1, { threat, tier }),
      now,
    },
    {
      connection,
      groupId,
      snapshotMs: config.snapshotMs,
      topics,
      onFault,
      onLost: () => lost.add(1),
      onRestored: (partition, count) => logger.info('state restored', { partition, count }),
    },
  );
  meter.gauge('shield_detect_lag_records', 'records behind the head', () => source.lag());
  meter.gauge('shield_detect_defenders', 'defenders with a state', () =>
    workers.all().reduce((sum, worker) => sum + worker.fold.size, 0),
  );
  await sink.start();
  await endings.start();
  await source.start({
    onAssigned: (partitions) => workers.assign(partitions),
    onRevoked: (partitions) => workers.revoke(partitions),
    onBatch: async (batch) => workers.of(batch.partition)?.take(batch),
  });
  return {
    checks: {
      source: () => source.isHealthy(),
      sink: () => sink.isHealthy(),
      designations: () => reader.isHealthy(),
    },
    failed: faults.failed,
    stop: async () => {
      // While the partitions are still ours: a later save could overwrite the next owner's.
      for (const worker of workers.all()) await worker.save();
      await source.stop();
      await reader.stop();
      await sink.stop();
    },
  };
}

function topicsOf(prefix: string) {
  return {
    targetingEvents: topicName('targetingEvents', prefix),
    designations: topicName('designations', prefix),
    riskSignals: topicName('riskSignals', prefix),
    outcomes: topicName('outcomes', prefix),
    detectSnapshots: topicName('detectSnapshots', prefix),
    deadLetters: topicName('deadLetters', prefix),
  };
}

async function loadKeys(
  dir: string,
  deadLetters: string,
  now: () => number,
): Promise<{ readonly sealer: DefenderSealer; readonly letters: DeadLetterWriter }> {
  const keyEncryptionKey = await loadKey(dir, 'kek');
  const sealer = createDefenderSealer(
    createFolderKeyStore({ dir: dataKeysDir(dir), keyEncryptionKey }),
  );
  const pseudonyms = createPseudonymiser(await loadKey(dir, 'pseudonym'));
  const to = { topic: deadLetters, source: WRITER };
  return { sealer, letters: createDeadLetterWriter({ sealer, pseudonyms, now }, to) };
}

import { type ShieldError, topicName } from '@hrd-shield/contracts';
import type { DetectionPolicy, StagePolicy } from '@hrd-shield/domain';
import {
  createKafkaAdmin,
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  type KafkaConnection,
  kafkaConnection,
  openLog,
} from '@hrd-shield/kafka';
import {
  createDefenderSealer,
  createFolderKeyStore,
  createPseudonymiser,
  createStageSealer,
  dataKeysDir,
  loadKey,
  openMachineAudit,
} from '@hrd-shield/keys';
import {
  bookedSealer,
  bookedStageSealer,
  type Clock,
  createDeadLetterWriter,
  createTallyMeter,
  type DeadLetterWriter,
  type DefenderSealer,
  followActorNotices,
  type MachineBook,
  type Pseudonymiser,
  type StageSealer,
} from '@hrd-shield/pipeline';
import { loadDetectionPolicy, loadStagePolicy } from '@hrd-shield/policy';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import { AssignedPartitions, type RestartLog } from './assigned-partitions.ts';
import type { DetectConfig } from './config.ts';
import { type FoldedLog, foldLog } from './fold-log.ts';
import { PartitionWorker, type WorkerDeps } from './partition-worker.ts';
import { createStages, type StagesWiring } from './stages/create-stages.ts';
import { createEndings } from './steps/follow-endings.ts';
import { restoreStates } from './steps/snapshots.ts';

export { DETECT_CONFIG, type DetectConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface DetectOverrides {
  readonly clock?: Clock;
  readonly policy?: DetectionPolicy;
  readonly stagePolicy?: StagePolicy;
}

const SERVICE = 'shield-detect';
const WRITER = 'hrd-shield/detect';
/** After a crash the partitions wait this long for the dead member, ms. */
const SESSION_TIMEOUT_MS = 15_000;
/** Of saved states there is much, and nothing else is done until they are here. */
const RESTORE_FETCH_BYTES = 4_194_304;

/** What the parts below share. */
interface Wiring {
  readonly context: ServiceContext<DetectConfig>;
  readonly connection: KafkaConnection;
  readonly topics: ReturnType<typeof topicsOf>;
  readonly onFault: (fault: ShieldError) => void;
  readonly deps: StagesWiring['deps'] & Pick<WorkerDeps, 'pseudonyms'>;
  readonly log: RestartLog;
  readonly stagePartitions: number;
}

/** Wires `detect`: states restored first, then the targeting log; commit after the signals. */
export async function startDetect(
  context: ServiceContext<DetectConfig>,
  overrides: DetectOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter } = context;
  const now = overrides.clock?.now ?? (() => Date.now());
  const topics = topicsOf(config.topicPrefix);
  const at = { ...kafkaConnection(config, SERVICE), giveUpMs: config.kafkaGiveUpMs };
  const { connection, failed, onFault } = openLog(at, meter, (fault) =>
    logger.warn('the log failed', { code: fault.code }, fault),
  );
  const audit = openMachineAudit({
    service: 'detect',
    config,
    now,
    onWaiting: (fault) => logger.warn('the account of openings waits on the disk', {}, fault),
  });
  const keys = await loadKeys(config.keysDir, {
    deadLetters: topics.deadLetters,
    now,
    book: audit.book,
  });
  const sink = createKafkaSink({ connection });
  const reader = createLogReader({ connection, topic: topics.designations, onFault });
  const endings = createEndings(reader, (ref) => {
    defenders.forget(ref);
    stages.forget(ref);
  });
  const noticesReader = createLogReader({ connection, topic: topics.actorNotices, onFault });
  const notices = followActorNotices(noticesReader, (actor, untilMs) => {
    defenders.forgetActor(actor, untilMs);
    stages.forgetActor(actor, untilMs);
  });
  const policy = overrides.policy ?? loadDetectionPolicy(config.policyFile);
  const stagePolicy = overrides.stagePolicy ?? loadStagePolicy(config.stagesFile);
  const stagePartitions = await partitionsOf(connection, topics.sightings);
  const deps = { ...keys, policy, stagePolicy, sink, endings, notices, now };
  const log = restartLog(connection, onFault);
  const wiring = { context, connection, topics, onFault, deps, log, stagePartitions };
  const defenders = createDefenders(wiring);
  const stages = createStages({
    meter,
    deps,
    connection,
    log,
    config: { snapshotMs: config.snapshotMs, partitions: stagePartitions, topics },
    topicPrefix: config.topicPrefix,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    onFault,
    first: defenders,
  });
  await sink.start();
  audit.start(sink);
  await Promise.all([endings.start(), notices.start()]);
  await Promise.all([defenders.start(), stages.start()]);
  return {
    checks: {
      source: () => defenders.isHealthy(),
      stages: () => stages.isHealthy(),
      sink: () => sink.isHealthy(),
      designations: () => reader.isHealthy(),
      actorNotices: () => notices.isHealthy(),
    },
    failed,
    stop: async () => {
      audit.end();
      await Promise.all([defenders.stop(), stages.stop()]);
      await Promise.all([reader.stop(), notices.stop()]);
      await sink.stop();
    },
  };
}

/** The states of defenders over the targeting log. */
function createDefenders(wiring: Wiring): FoldedLog {
  const { connection, context, deps, onFault, stagePartitions, topics } = wiring;
  const { config, logger, meter } = context;
  const groupId = `${config.topicPrefix}${SERVICE}`;
  const source = createKafkaSource({
    connection,
    groupId,
    topics: [topics.targetingEvents],
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    onFault,
  });
  const raised = meter.counter('shield_detect_signals_total', 'signals raised, by threat and tier');
  const lost = meter.counter('shield_detect_states_lost_total', 'saved states that did not open');
  const anew = meter.counter(
    'shield_detect_state_parts_anew_total',
    'parts of saved states that began anew, by part',
  );
  const workerDeps: WorkerDeps = {
    ...deps,
    count: createTallyMeter(meter, 'detect'),
    onSignal: ({ threat, tier }) => raised.add(1, { threat, tier }),
    onLost: () => lost.add(1),
    onAnew: (part) => anew.add(1, { part }),
    lost: new Set(),
  };
  const workers = new AssignedPartitions<PartitionWorker>(
    {
      log: wiring.log,
      open: (partition) =>
        new PartitionWorker(workerDeps, {
          partition,
          snapshotMs: config.snapshotMs,
          stagePartitions,
          topics,
        }),
      restore: async (worker, saved, isStale) => {
        const through = await restoreStates(worker, saved, isStale);
        if (isStale()) return undefined;
        logger.info('state restored', { partition: worker.partition, count: worker.size });
        return through;
      },
    },
    { groupId, topic: topics.targetingEvents, snapshots: topics.detectSnapshots, onGap: 'refuse' },
  );
  meter.gauge('shield_detect_lag_records', 'records behind the head', () => source.lag());
  meter.gauge('shield_detect_defenders', 'defenders with a state', () =>
    workers.all().reduce((sum, worker) => sum + worker.size, 0),
  );
  return foldLog(source, workers);
}

function topicsOf(prefix: string) {
  return {
    targetingEvents: topicName('targetingEvents', prefix),
    designations: topicName('designations', prefix),
    actorNotices: topicName('actorNotices', prefix),
    riskSignals: topicName('riskSignals', prefix),
    outcomes: topicName('outcomes', prefix),
    detectSnapshots: topicName('detectSnapshots', prefix),
    sightings: topicName('sightings', prefix),
    stageSnapshots: topicName('stageSnapshots', prefix),
    deadLetters: topicName('deadLetters', prefix),
  };
}

function restartLog(
  connection: KafkaConnection,
  onFault: (fault: ShieldError) => void,
): RestartLog {
  const { committed, offsets } = createKafkaAdmin(connection);
  return {
    committed,
    offsets,
    openReader: ({ partition, topic }) =>
      createLogReader({
        connection,
        topic,
        partitions: [partition],
        maxBytesPerPartition: RESTORE_FETCH_BYTES,
        onFault,
      }),
  };
}

/** Partitions of the sightings log: equal keys must meet at one. */
async function partitionsOf(connection: KafkaConnection, topic: string): Promise<number> {
  const { length } = await createKafkaAdmin(connection).offsets(topic);
  return length;
}

interface DetectKeys {
  readonly sealer: DefenderSealer;
  readonly pseudonyms: Pseudonymiser;
  readonly stageSealer: StageSealer;
  readonly letters: DeadLetterWriter;
}

async function loadKeys(
  dir: string,
  { book, deadLetters, now }: { book: MachineBook; deadLetters: string; now: () => number },
): Promise<DetectKeys> {
  const keyEncryptionKey = await loadKey(dir, 'kek');
  const store = createFolderKeyStore({ dir: dataKeysDir(dir), keyEncryptionKey });
  const sealer = bookedSealer(createDefenderSealer(store), book);
  const pseudonyms = createPseudonymiser(await loadKey(dir, 'pseudonym'));
  const to = { topic: deadLetters, source: WRITER };
  return {
    sealer,
    pseudonyms,
    stageSealer: bookedStageSealer(createStageSealer(keyEncryptionKey), book),
    letters: createDeadLetterWriter({ sealer, pseudonyms, now }, to),
  };
}

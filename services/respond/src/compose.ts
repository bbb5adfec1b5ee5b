import { setTimeout as delay } from 'node:timers/promises';
import { type DefenderRef, type ShieldError, topicName } from '@hrd-shield/contracts';
import {
  createKafkaSink,
  createKafkaSource,
  createLogReader,
  inRecordSpan,
  type KafkaConnection,
} from '@hrd-shield/kafka';
import {
  createDefenderSealer,
  createFolderKeyStore,
  createProtectionSealer,
  createPseudonymiser,
  dataKeysDir,
  loadKey,
} from '@hrd-shield/keys';
import { type Clock, createDeadLetterWriter, createTallyMeter } from '@hrd-shield/pipeline';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import {
  connectTemporal,
  createProtectionClient,
  registerSearchAttributes,
  startWorkerHost,
} from '@hrd-shield/temporal';
import { createActivities } from './activities.ts';
import type { RespondConfig } from './config.ts';
import { openBoard } from './open-board.ts';
import { createDefenderLanes } from './steps/defender-lanes.ts';
import { createDesignations } from './steps/follow-designations.ts';
import { createParallelGate } from './steps/parallel-gate.ts';
import { createTakeAcks } from './steps/take-acks.ts';
import { createTakeSignals, type SignalItem } from './steps/take-signals.ts';
import { type Patience, waitUntilTaken } from './steps/wait-until-taken.ts';
import { WORKFLOWS_PATH } from './workflows-path.ts';

export { RESPOND_CONFIG, type RespondConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface RespondOverrides {
  readonly clock?: Clock;
}

const SERVICE = 'shield-respond';
/** Signals of one update. */
const MAX_SIGNALS = 64;

/** Wires `respond`: designations first, then worker, acks and signals; commit after the answer. */
export async function startRespond(
  context: ServiceContext<RespondConfig>,
  overrides: RespondOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter, signal } = context;
  const now = overrides.clock?.now ?? (() => Date.now());
  const wait = async (ms: number): Promise<void> => {
    await delay(ms, undefined, { signal }).catch(() => undefined);
  };
  const patience: Patience = {
    wait,
    isOver: () => signal.aborted,
    onRetry: (attempt, waitMs, fault) =>
      logger.warn('the workflow server is away', { attempt, waitMs, code: fault.code }, fault),
  };
  const keys = await loadKeys(config.keysDir);
  const at = {
    address: config.temporalAddress,
    namespace: config.temporalNamespace,
    payloadKey: keys.payload,
  };
  const taskQueue = `${config.topicPrefix}${SERVICE}`;
  const temporal = await waitUntilTaken(() => connectTemporal(at), patience);
  await waitUntilTaken(() => registerSearchAttributes(temporal), patience);
  const protection = createProtectionClient(temporal, {
    taskQueue,
    policy: loadProtectionPolicy(),
    clockScale: config.clockScale,
  });
  const gate = createParallelGate(config.parallel);
  const tell = <T>(work: () => Promise<T>): Promise<T> =>
    waitUntilTaken(() => gate.run(work), patience);

  const connection: KafkaConnection = { brokers: config.kafkaBrokers, clientId: SERVICE };
  const onFault = (fault: ShieldError): void =>
    logger.warn('the log failed and is retried', { code: fault.code }, fault);
  const sink = createKafkaSink({ connection });
  const letters = createDeadLetterWriter(
    { sealer: keys.sealer, pseudonyms: keys.pseudonyms, now },
    { topic: topicName('deadLetters', config.topicPrefix), source: 'hrd-shield/respond' },
  );
  const lanes = createDefenderLanes<SignalItem>(
    {
      deliver: (defender, items) => deliver(defender, items),
      isUrgent: ({ brief }) => brief.directHarm,
      now,
      wait,
    },
    { intervalMs: config.coalesceMs, maxItems: MAX_SIGNALS },
  );
  const designations = createDesignations({
    reader: createLogReader({
      connection,
      topic: topicName('designations', config.topicPrefix),
      onFault,
    }),
    openProtection: keys.openProtection,
    onEnded: (ref) => void stopProtection(ref).catch(() => undefined),
    onRefused: () => logger.error('a designation cannot be read'),
  });

  async function deliver(defender: DefenderRef, items: readonly SignalItem[]): Promise<void> {
    const standing = designations.standingOf(defender);
    const [first] = items;
    // Withdrawn while it waited: nothing of it is processed any more.
    if (standing.kind !== 'active' || first === undefined) return;
    const delivery = { signals: items.map(({ brief }) => brief), profile: standing.profile };
    await inRecordSpan(first.record, 'deliver signals', () =>
      tell(() => protection.deliverSignals(delivery)),
    );
  }

  /** In the lane of the defender, so that no signal under way comes after it. */
  async function stopProtection(ref: DefenderRef): Promise<void> {
    const stopped = await lanes.run(ref, () => tell(() => protection.withdrawConsent(ref)));
    if (stopped) logger.info('protection ends with the designation', { defender: ref });
  }

  const board = openBoard(config.databaseUrl);
  const commands = meter.counter('shield_respond_commands_total', 'commands sent, by act');
  const outcomes = meter.counter('shield_respond_outcomes_total', 'outcomes recorded, by kind');
  const activities = createActivities(
    {
      sink,
      board,
      onCommand: ({ act }) => commands.add(1, { act }),
      onOutcome: ({ kind }) => outcomes.add(1, { kind }),
    },
    {
      commands: topicName('protectionCommands', config.topicPrefix),
      outcomes: topicName('outcomes', config.topicPrefix),
    },
  );
  const sourceOf = (group: string, topic: 'riskSignals' | 'protectionAcks') =>
    createKafkaSource({
      connection,
      groupId: `${config.topicPrefix}${group}`,
      topics: [topicName(topic, config.topicPrefix)],
      onFault,
    });
  const signals = sourceOf(SERVICE, 'riskSignals');
  // A group of its own: an answer never waits behind a storm of signals.
  const acks = sourceOf(`${SERVICE}-acks`, 'protectionAcks');
  meter.gauge('shield_respond_lag_records', 'signals and acks behind the head', () =>
    [signals, acks].reduce((sum, source) => sum + source.lag(), 0),
  );
  meter.gauge('shield_respond_designations', 'designations held', designations.size);

  await sink.start();
  const worker = await startWorkerHost({
    at,
    taskQueue,
    workflowsPath: WORKFLOWS_PATH,
    activities,
    onWarning: (level) => logger[level]('the workflow worker complains'),
    drainMs: Math.round(config.drainMs / 2),
  });
  await designations.start();
  const shared = { letters, sink, wait };
  await acks.start({
    onBatch: createTakeAcks({
      ...shared,
      deliver: (ack) => tell(() => protection.deliverAck(ack)),
      count: createTallyMeter(meter, 'respond_acks'),
    }),
  });
  await signals.start({
    onBatch: createTakeSignals({
      ...shared,
      lanes,
      standingOf: designations.standingOf,
      sealer: keys.sealer,
      count: createTallyMeter(meter, 'respond'),
    }),
  });
  return {
    failed: worker.failed,
    checks: {
      signals: () => signals.isHealthy(),
      acks: () => acks.isHealthy(),
      sink: () => sink.isHealthy(),
      worker: () => worker.isHealthy(),
      temporal: () => temporal.isHealthy(),
    },
    stop: async () => {
      await Promise.all([signals.stop(), acks.stop()]);
      await worker.stop();
      await sink.stop();
      await board.stop();
      await temporal.stop();
    },
  };
}

async function loadKeys(dir: string) {
  const store = createFolderKeyStore({
    dir: dataKeysDir(dir),
    keyEncryptionKey: await loadKey(dir, 'kek'),
  });
  return {
    sealer: createDefenderSealer(store),
    openProtection: createProtectionSealer(await loadKey(dir, 'protection')).open,
    pseudonyms: createPseudonymiser(await loadKey(dir, 'pseudonym')),
    payload: await loadKey(dir, 'payload'),
  };
}

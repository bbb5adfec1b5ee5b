import { topicName } from '@hrd-shield/contracts';
import {
  createDefenderSealer,
  createFolderKeyStore,
  createPseudonymiser,
  dataKeysDir,
  loadKey,
  loadPayloadKeys,
  type MachineAuditTrail,
  openMachineAudit,
  openProtectionSealer,
} from '@hrd-shield/keys';
import {
  bookedOpening,
  bookedSealer,
  type Clock,
  createDeadLetterWriter,
  createTallyMeter,
  heedListNotices,
  type LogReader,
  type MachineBook,
  PART_PURPOSES,
  SHARED_PURPOSES,
} from '@hrd-shield/pipeline';
import { loadAttributePolicy, loadRemedyPolicy } from '@hrd-shield/policy';
import type { RunningService, ServiceContext } from '@hrd-shield/runtime';
import { type ActivityDeps, createActivities } from './activities.ts';
import type { RespondConfig } from './config.ts';
import { openBoard } from './open-board.ts';
import { openKafka } from './open-kafka.ts';
import { openBreakers, openConditions, openHoldCheck } from './open-measures.ts';
import { openTelling } from './open-telling.ts';
import { openTemporal, patienceOf, startWorker } from './open-temporal.ts';
import { createAckLanes } from './steps/ack-lanes.ts';
import { createDesignations, type Designations } from './steps/follow-designations.ts';
import { type AttributesOf, createAttributes } from './steps/generalise-attributes.ts';
import type { MeasureBreakers } from './steps/measure-breakers.ts';
import { createParallelGate, type GateRank } from './steps/parallel-gate.ts';
import { createSignalLanes } from './steps/signal-lanes.ts';
import { createTakeAcks } from './steps/take-acks.ts';
import { createTakeHolds } from './steps/take-holds.ts';
import { createTakeSignals } from './steps/take-signals.ts';
import { type Patience, waitUntilTaken } from './steps/wait-until-taken.ts';
import { WORKFLOWS_PATH } from './workflows-path.ts';

export { RESPOND_CONFIG, type RespondConfig } from './config.ts';

/** What a test may put in the place of the real thing. */
export interface RespondOverrides {
  readonly clock?: Clock;
}

/** Wires `respond`: designations first, then worker, acks and signals; commit after the answer. */
export async function startRespond(
  context: ServiceContext<RespondConfig>,
  overrides: RespondOverrides = {},
): Promise<RunningService> {
  const { config, logger, meter } = context;
  const clock = overrides.clock ?? { now: () => Date.now() };
  const patience = patienceOf(context);
  const audit = accountOf(context, clock);
  const keys = await loadKeys(config.keysDir, audit.book);
  const link = await openTemporal(context, keys.payload, patience);
  const kafka = openKafka(context);
  const { flow, designations, conditions } = createFlow({
    context,
    keys,
    link,
    kafka,
    patience,
    clock,
  });
  const board = openBoard(config.databaseUrl);
  meter.gauge('shield_respond_lag_records', 'signals, acks and holds behind the head', () =>
    [kafka.signals, kafka.acks, kafka.holds].reduce((sum, source) => sum + source.lag(), 0),
  );
  meter.gauge('shield_respond_designations', 'designations held', designations.size);

  await kafka.sink.start();
  audit.start(kafka.sink);
  const [isWorker, isConsumer] = [config.part !== 'consumer', config.part !== 'worker'];
  const worker = await startWorker(isWorker, {
    at: link.at,
    taskQueue: link.taskQueue,
    buildId: config.buildId,
    workflowsPath: WORKFLOWS_PATH,
    activities: countedActivities(context, {
      sink: kafka.sink,
      sealer: keys.sealer,
      board,
      ...(await openTelling(config.notifyFile, { clock, designations })),
      attributesOf: toldBy(designations, config.unit),
      remedies: link.remedies,
      remedyPolicy: loadRemedyPolicy(),
      protection: link.protection,
      breakers: openBreakers(context, { sink: kafka.sink, designations, clock }),
    }),
    onWarning: (level) => logger[level]('the workflow worker complains'),
    drainMs: Math.round(config.drainMs / 2),
  });
  // Breakers of the worker read them too; a withdrawal that is told twice changes nothing.
  await followLists(context, { reader: kafka.notices, designations, clock });
  if (isConsumer) {
    await conditions.start();
    await kafka.acks.start({ onBatch: flow.takeAcks });
    await kafka.holds.start({ onBatch: flow.takeHolds });
    await kafka.signals.start({ onBatch: flow.takeSignals });
  }
  return {
    failed: Promise.race([worker.failed, kafka.failed]),
    checks: {
      ...checksOf(kafka, isConsumer),
      worker: () => worker.isHealthy(),
      temporal: () => link.temporal.isHealthy(),
    },
    stop: async () => {
      audit.end();
      await kafka.stopReading();
      await worker.stop();
      await kafka.sink.stop();
      await board.stop();
      await link.temporal.stop();
    },
  };
}

/** What this process opens is accounted for on the disk first. */
function accountOf({ config, logger }: Context, { now }: Clock): MachineAuditTrail {
  const onWaiting = (fault: unknown): void =>
    logger.warn('the account of openings waits on the disk', {}, fault);
  return openMachineAudit({ service: 'respond', config, now, onWaiting });
}

function checksOf(kafka: ReturnType<typeof openKafka>, isConsumer: boolean) {
  return {
    signals: () => !isConsumer || kafka.signals.isHealthy(),
    acks: () => !isConsumer || kafka.acks.isHealthy(),
    holds: () => !isConsumer || kafka.holds.isHealthy(),
    sink: () => kafka.sink.isHealthy(),
    designations: () => kafka.reader.isHealthy(),
  };
}

/** What facts carry of whom they concern, and of this installation. */
function toldBy(designations: Designations, unit: string | undefined): AttributesOf {
  return (defender) => ({
    ...designations.attributesOf(defender),
    ...(unit === undefined ? {} : { unit }),
  });
}

type Context = ServiceContext<RespondConfig>;

interface FlowDeps {
  readonly context: Context;
  readonly keys: Awaited<ReturnType<typeof loadKeys>>;
  readonly link: Awaited<ReturnType<typeof openTemporal>>;
  readonly kafka: ReturnType<typeof openKafka>;
  readonly patience: Patience;
  readonly clock: Clock;
}

/** What happens to signals, acks and withdrawals on their way to a workflow. */
function createFlow({ context, keys, link, kafka, patience, clock }: FlowDeps) {
  const { config, logger, meter } = context;
  const gate = createParallelGate(config.parallel);
  const tell = <T>(rank: GateRank, work: () => Promise<T>, size?: () => number): Promise<T> =>
    waitUntilTaken(() => gate.run(rank, work, size), patience);
  const lanes = createSignalLanes(
    {
      tell,
      standingOf: (defender) => designations.standingOf(defender),
      sealer: keys.sealer,
      conditions: () => conditions,
      deliverSignals: link.protection.deliverSignals,
      now: clock.now,
      wait: patience.wait,
    },
    config.coalesceMs,
  );
  const designations = createDesignations({
    reader: kafka.reader,
    openProtection: keys.openProtection,
    attributes: createAttributes(loadAttributePolicy()),
    // In the lane of the defender, so that no signal under way comes after it.
    onEnded: (ref) =>
      void lanes
        .run(ref, () => tell('urgent', () => link.protection.withdrawConsent(ref)))
        .then((stopped) => {
          if (stopped) logger.info('protection ends with the designation', { defender: ref });
        })
        .catch((fault: unknown) => {
          logger.error('a withdrawal was not told', { defender: ref }, fault);
        }),
    onRefused: () => logger.error('a designation cannot be read'),
  });
  const conditions = openConditions(context, { reader: kafka.switches, clock });
  const letters = openLetters(config, keys, clock);
  const shared = { letters, sink: kafka.sink, wait: patience.wait };
  const flow = {
    takeAcks: createTakeAcks({
      ...shared,
      lanes: createAckLanes((deliver) => tell('answer', deliver), link.protection.deliverAcks, {
        now: clock.now,
        wait: patience.wait,
      }),
      count: createTallyMeter(meter, 'respond_acks'),
    }),
    takeHolds: createTakeHolds({
      ...shared,
      start: (about) => tell('signal', () => link.holds.start(about)),
      count: createTallyMeter(meter, 'respond_holds'),
    }),
    takeSignals: createTakeSignals({
      ...shared,
      lanes,
      kindOf: designations.kindOf,
      sealer: keys.sealer,
      holdCheck: openHoldCheck(context),
      count: createTallyMeter(meter, 'respond'),
    }),
  };
  return { flow, designations, conditions };
}

/** Designations, and withdrawals by the way that needs no registry: both stop protection. */
async function followLists(
  { logger }: Context,
  to: {
    readonly reader: LogReader;
    readonly designations: Designations;
    readonly clock: Clock;
  },
): Promise<void> {
  await to.designations.start();
  const notices = heedListNotices(to.designations, {
    reader: to.reader,
    now: to.clock.now,
    onRefused: () => logger.error('a notice about the list cannot be read'),
  });
  await notices.start();
}

function openLetters(
  config: RespondConfig,
  { sealer, pseudonyms }: FlowDeps['keys'],
  clock: Clock,
) {
  return createDeadLetterWriter(
    { sealer, pseudonyms, now: clock.now },
    { topic: topicName('deadLetters', config.topicPrefix), source: 'hrd-shield/respond' },
  );
}

function countedActivities(
  { config, meter }: Context,
  to: Omit<ActivityDeps, 'onCommand' | 'onOutcome'> & { readonly breakers: MeasureBreakers },
): ReturnType<typeof createActivities> {
  const commands = meter.counter('shield_respond_commands_total', 'commands sent, by act');
  const outcomes = meter.counter('shield_respond_outcomes_total', 'outcomes recorded, by kind');
  return createActivities(
    {
      ...to,
      onCommand: (command) => {
        commands.add(1, { act: command.act });
        to.breakers.onCommand(command);
      },
      onOutcome: (outcome) => {
        outcomes.add(1, { kind: outcome.kind });
        to.breakers.onOutcome(outcome);
      },
    },
    {
      commands: topicName('protectionCommands', config.topicPrefix),
      outcomes: topicName('outcomes', config.topicPrefix),
      holds: topicName('holds', config.topicPrefix),
    },
  );
}

async function loadKeys(dir: string, book: MachineBook) {
  const store = createFolderKeyStore({
    dir: dataKeysDir(dir),
    keyEncryptionKey: await loadKey(dir, 'kek'),
  });
  return {
    sealer: bookedSealer(createDefenderSealer(store), book),
    openProtection: bookedOpening(
      (await openProtectionSealer(dir)).open,
      book,
      PART_PURPOSES.protection,
    ),
    pseudonyms: createPseudonymiser(await loadKey(dir, 'pseudonym')),
    payload: {
      ring: await loadPayloadKeys(dir),
      onOpen: () => book.note(SHARED_PURPOSES.workflowPayload),
    },
  };
}

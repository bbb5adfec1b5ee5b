import type { DefenderRef } from '@hrd-shield/contracts';
import type { DetectionPolicy, StagePolicy } from '@hrd-shield/domain';
import { createPlatformAdapter, type createReferencePlatform } from '@hrd-shield/emitter';
import {
  createDeadLetterWriter,
  createScreenEvent,
  drop,
  followActorNotices,
  type LogReader,
  type OutRecord,
  type RecordSource,
  type SourceHandlers,
  type Step,
} from '@hrd-shield/pipeline';
import { AssignedPartitions } from '../../services/detect/src/assigned-partitions.ts';
import { PartitionWorker } from '../../services/detect/src/partition-worker.ts';
import { restoreStates } from '../../services/detect/src/steps/snapshots.ts';
import { createIngestChain, type Hit } from '../../services/ingest/src/chain.ts';
import { createScreenBatch } from '../../services/ingest/src/screen-batch.ts';
import { EventTime, eventTimeOf } from '../../services/ingest/src/steps/event-time.ts';
import { createWatermarkWriter } from '../../services/ingest/src/watermark-writer.ts';
import { createAckLanes } from '../../services/respond/src/steps/ack-lanes.ts';
import { createDefenderLanes } from '../../services/respond/src/steps/defender-lanes.ts';
import { createTakeAcks } from '../../services/respond/src/steps/take-acks.ts';
import {
  createTakeSignals,
  type SignalItem,
} from '../../services/respond/src/steps/take-signals.ts';
import { waitUntilTaken } from '../../services/respond/src/steps/wait-until-taken.ts';
import type { Flaw } from './flaws.ts';
import type { SimCases } from './sim-cases.ts';
import type { SimLog } from './sim-log.ts';
import type { Life, SimTime } from './sim-time.ts';
import { GROUPS, TOPICS } from './sim-topics.ts';
import { boxed, type SimKeys } from './sim-world.ts';

export interface ServiceDeps {
  readonly time: SimTime;
  readonly log: SimLog;
  readonly keys: SimKeys;
  readonly policy: DetectionPolicy;
  readonly stagePolicy: StagePolicy;
  readonly partitions: number;
  readonly flaw: Flaw | undefined;
}

const HOUR_MS = 3_600_000;
const BOUNDS = { idleMs: 500, futureMs: 2 * HOUR_MS, latenessMs: 24 * HOUR_MS };
const EVENT_BYTES_MAX = 65_536;
const SNAPSHOT_MS = 250;
/** The slowest there is: a crash finds a save under way. */
const SAVE_PACE = { statesPerSend: 1, msMin: 0 };
const COALESCE_MS = 100;
const SIGNALS_MAX = 64;
const WATERMARK_MS = 1_000;

/** The steps of `ingest` as its `compose.ts` wires them, over the simulated log. */
export function ingestHandlers(deps: ServiceDeps, life: Life): SourceHandlers {
  const { keys, log, partitions, time } = deps;
  const { now } = time;
  const sink = log.sink(life);
  const all = log.partitionsOf(TOPICS.firehose);
  const eventTime = new EventTime(BOUNDS, all);
  const screenEvent = createScreenEvent(
    { pseudonyms: keys.pseudonyms, box: { box: boxed }, now },
    BOUNDS,
  );
  const chain = createIngestChain(
    { screenEvent, sealer: keys.sealer, now, learnLooks: async () => undefined },
    { maxEventBytes: EVENT_BYTES_MAX, targetingTopic: TOPICS.targetingEvents },
  );
  const screenBatch = createScreenBatch({
    index: keys.openIndex(),
    chain: deps.flaw === 'drops-out-of-order' ? dropOutOfOrder(chain) : chain,
    letters: lettersOf(deps),
    sink,
    eventTime,
    count: (tally) => tally.assertClosed(),
    now,
    onProbe: () => undefined,
  });
  const watermarks = createWatermarkWriter(
    { sink, eventTime, now, onFault: () => undefined },
    { topic: TOPICS.targetingEvents, partitions, everyMs: WATERMARK_MS },
  );
  return {
    onAssigned: async (assigned) => {
      eventTime.assign(assigned, now());
      return [];
    },
    onBatch: async (batch) => {
      await screenBatch(batch);
      if (!batch.isStale()) watermarks.afterBatch();
    },
  };
}

/** The planted flaw `drops-out-of-order`. */
function dropOutOfOrder(chain: Step<Hit, OutRecord>): Step<Hit, OutRecord> {
  let latest = 0;
  return (hit) => {
    const at = eventTimeOf(hit.record) ?? 0;
    if (at < latest) return drop('not-a-defender');
    latest = at;
    return chain(hit);
  };
}

/** A log on which nothing ever stands. */
const NO_RECORDS: LogReader = {
  start: async () => undefined,
  stop: async () => undefined,
  isHealthy: () => true,
};

/** The states of defenders as the `compose.ts` of `detect` wires them. */
export function detectHandlers(
  deps: ServiceDeps,
  life: Life,
): SourceHandlers & {
  /** What is done before a member leaves on purpose. */
  leave(): Promise<void>;
} {
  const { keys, log, partitions, policy, stagePolicy, time } = deps;
  const workerDeps = {
    policy,
    stagePolicy,
    pseudonyms: keys.pseudonyms,
    sealer: keys.sealer,
    sink: log.sink(life),
    letters: lettersOf(deps),
    endings: { start: async () => undefined, has: () => false },
    notices: followActorNotices(NO_RECORDS, () => undefined),
    count: () => undefined,
    onSignal: () => undefined,
    onLost: () => undefined,
    onAnew: () => undefined,
    lost: new Set<DefenderRef>(),
    now: time.now,
  };
  const workers = new AssignedPartitions<PartitionWorker>(
    {
      log: log.restart(life),
      open: (partition) =>
        new PartitionWorker(workerDeps, {
          partition,
          snapshotMs: SNAPSHOT_MS,
          savePace: SAVE_PACE,
          topics: TOPICS,
          stagePartitions: partitions,
        }),
      restore: restoreStates,
    },
    {
      groupId: GROUPS.detect,
      topic: TOPICS.targetingEvents,
      snapshots: TOPICS.detectSnapshots,
      onGap: 'refuse',
    },
  );
  return {
    onAssigned: (assigned) => workers.assign(assigned),
    onRevoked: (revoked) => workers.revoke(revoked),
    onBatch: (batch) => workers.take(batch),
    leave: async () => {
      for (const worker of workers.all()) await worker.save();
    },
  };
}

/** What `respond` does with signals and answers, over simulated workflows. */
export function respondHandlers(
  deps: ServiceDeps,
  cases: SimCases,
  life: Life,
): { readonly signals: SourceHandlers; readonly acks: SourceHandlers } {
  const { keys, log, time } = deps;
  const wait = (ms: number): Promise<void> => time.wait(ms, life);
  const patience = { wait, isOver: () => life.isOver, onRetry: () => undefined };
  const lanes = createDefenderLanes<SignalItem>(
    {
      deliver: (defender, load) =>
        waitUntilTaken(() => {
          const signals = load.take().map(({ brief }) => brief);
          const conditions = { stopped: [], tripped: [], crises: [] };
          const profile = keys.profileOf(defender);
          return cases.deliverSignals({ signals, profile, conditions }, life);
        }, patience),
      isUrgent: ({ brief }) => brief.directHarm,
      now: time.now,
      wait,
    },
    { intervalMs: COALESCE_MS, maxItems: SIGNALS_MAX },
  );
  const shared = { letters: lettersOf(deps), sink: log.sink(life), wait, count: () => undefined };
  return {
    signals: {
      onBatch: createTakeSignals({
        ...shared,
        lanes,
        kindOf: () => 'active',
        sealer: keys.sealer,
      }),
    },
    acks: {
      onBatch: createTakeAcks({
        ...shared,
        lanes: createAckLanes(
          (deliver) => waitUntilTaken(deliver, patience),
          (acks) => cases.deliverAcks(acks, life),
          { now: time.now, wait },
        ),
      }),
    },
  };
}

export type SimPlatform = ReturnType<typeof createReferencePlatform>;

/** The platform's adapter; what the platform did outlives it. */
export async function platformHandlers(
  deps: ServiceDeps,
  platform: SimPlatform,
  life: Life,
): Promise<SourceHandlers> {
  const taken: SourceHandlers[] = [];
  const source: RecordSource = {
    start: async (handlers) => void taken.push(handlers),
    stop: async () => undefined,
    isHealthy: () => true,
    lag: () => 0,
  };
  const adapter = createPlatformAdapter(
    {
      source,
      sink: deps.log.sink(life),
      open: (handle) => handle,
      actions: platform,
      now: deps.time.now,
    },
    { ackSource: 'simulated-platform' },
  );
  await adapter.start();
  const [handlers] = taken;
  return handlers ?? { onBatch: async () => undefined };
}

function lettersOf({ keys, time }: ServiceDeps) {
  return createDeadLetterWriter(
    { sealer: keys.sealer, pseudonyms: keys.pseudonyms, now: time.now },
    { topic: TOPICS.deadLetters, source: 'simulation' },
  );
}

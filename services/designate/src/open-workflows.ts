import { custodyCaseId, type DefenderRef, ProtectionAck, topicName } from '@hrd-shield/contracts';
import { relayReports } from '@hrd-shield/intake';
import { createKafkaSource, type KafkaConnection } from '@hrd-shield/kafka';
import { loadPayloadKeys } from '@hrd-shield/keys';
import { createNotifier, loadNotifyConfig } from '@hrd-shield/notify';
import {
  dataOf,
  type MachineBook,
  NO_NOTIFIER,
  outcomeRecord,
  type RecordSink,
  type RecordSource,
  type ReportClocks,
  type ReportOutbox,
  SHARED_PURPOSES,
  type SourceBatch,
} from '@hrd-shield/pipeline';
import { loadCustodyPolicy, loadIntakePolicy } from '@hrd-shield/policy';
import type { Registry } from '@hrd-shield/registry';
import type { ServiceContext } from '@hrd-shield/runtime';
import {
  type CustodyClient,
  connectTemporal,
  createCustodyClient,
  createReportClient,
  createReviewClient,
  type ReviewClient,
  registerSearchAttributes,
  startWorkerHost,
} from '@hrd-shield/temporal';
import { createActivities } from './activities.ts';
import type { DesignateConfig } from './config.ts';
import { WORKFLOWS_PATH } from './workflows-path.ts';

/** The workflows of the registry; a workflow server that is away stops nothing else. */
export interface RegistryWorkflows {
  /**
   * Connects where that is still to be done, has changed designations looked at, and tells the
   * clocks of incident reports what came of them.
   */
  round(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorkflowDeps {
  readonly registry: Registry;
  readonly sink: RecordSink;
  readonly connection: KafkaConnection;
  readonly reports: ReportOutbox;
  /** Accounts for the payloads that are opened. */
  readonly book: MachineBook;
}

const SERVICE = 'shield-designate';
const SOURCE = 'hrd-shield/designate';
/** Designations that are told of in one round. */
const LOOKS_MAX = 50;
/** A designation that nobody looked at is told of again after this long, ms. */
const AGAIN_MS = 60_000;
/** Times that one defender can have been in custody; bounds which answers are looked through. */
const ROUNDS_MAX = 32;

/** Up to which fact a designation was told of, and when; epoch ms. */
interface Told {
  readonly version: number;
  readonly at: number;
}

interface Link {
  readonly reviews: ReviewClient;
  readonly custody: CustodyClient;
  readonly clocks: ReportClocks;
  stop(): Promise<void>;
}

/**
 * Tells workflows what came to the registry, and the log what came of reports. Nothing is
 * connected before the first round, so that the registry serves while the workflow server is away.
 */
export function openWorkflows(
  context: ServiceContext<DesignateConfig>,
  deps: WorkflowDeps,
): RegistryWorkflows {
  const { registry } = deps;
  let link: Link | undefined;
  const intakePolicy = loadIntakePolicy();
  const outcomesTopic = topicName('outcomes', context.config.topicPrefix);
  let told = new Map<DefenderRef, Told>();
  return {
    round: async () => {
      link ??= await openLink(context, deps);
      const now = registry.clock.now();
      const recent = new Map<DefenderRef, Told>();
      for (const { ref, version } of await registry.lives.untold(LOOKS_MAX)) {
        const before = told.get(ref);
        // A fact that came since, such as an SOS, waits for nothing.
        const isRecent = before?.version === version && now - before.at < AGAIN_MS;
        if (!isRecent) await link.reviews.look(ref);
        recent.set(ref, isRecent ? before : { version, at: now });
      }
      told = recent;
      await relayReports({
        outbox: deps.reports,
        clocks: link.clocks,
        policy: intakePolicy,
        record: (outcomes) =>
          deps.sink.send(outcomes.map((each) => outcomeRecord(each, outcomesTopic, SOURCE))),
      });
    },
    stop: async () => {
      await link?.stop();
    },
  };
}

async function openLink(
  { config, logger, meter }: ServiceContext<DesignateConfig>,
  deps: WorkflowDeps,
): Promise<Link> {
  const { book, connection, registry, sink } = deps;
  const { notifyFile, temporalAddress: address, temporalNamespace: namespace } = config;
  const payloadKey = {
    ring: await loadPayloadKeys(config.keysDir),
    onOpen: () => book.note(SHARED_PURPOSES.workflowPayload),
  };
  const at = { address, namespace, payloadKey };
  const taskQueue = `${config.topicPrefix}${SERVICE}`;
  const temporal = await connectTemporal(at);
  await registerSearchAttributes(temporal);
  const custody = createCustodyClient(temporal, taskQueue);
  const deliveries = meter.counter(
    'shield_designate_notices_total',
    'notices, by what came of them',
  );
  const worker = await startWorkerHost({
    at,
    taskQueue,
    workflowsPath: WORKFLOWS_PATH,
    activities: createActivities({
      registry,
      sink,
      custody,
      custodyRules: loadCustodyPolicy(),
      notifier:
        notifyFile === undefined
          ? NO_NOTIFIER
          : createNotifier(await loadNotifyConfig(notifyFile), registry.clock),
      onDelivery: (state) => deliveries.add(1, { state }),
      commandsTopic: topicName('protectionCommands', config.topicPrefix),
    }),
    onWarning: (level) => logger[level]('the workflow worker complains'),
    drainMs: Math.round(config.drainMs / 2),
  });
  const acks = createKafkaSource({
    connection,
    groupId: `${taskQueue}-acks`,
    topics: [topicName('protectionAcks', config.topicPrefix)],
  });
  await startAcks(acks, custody);
  return {
    reviews: createReviewClient(temporal, taskQueue),
    custody,
    clocks: createReportClient(temporal, taskQueue),
    stop: async () => {
      await acks.stop();
      await worker.stop();
      await temporal.stop();
    },
  };
}

/** Answers to custody alone; the others are for those who protect. */
async function startAcks(acks: RecordSource, custody: CustodyClient): Promise<void> {
  const isCustody = ({ case: forCase, defender }: ProtectionAck): boolean =>
    Array.from({ length: ROUNDS_MAX }, (_, round) => custodyCaseId(defender, round)).includes(
      forCase,
    );
  await acks.start({
    onBatch: async (batch: SourceBatch) => {
      for (const record of batch.records) {
        const ack = dataOf(record, ProtectionAck);
        if (ack === undefined || !isCustody(ack)) continue;
        const { command, defender, instance, status } = ack;
        await custody.deliverAck(defender, { command, instance, status });
        await batch.heartbeat();
      }
    },
  });
}

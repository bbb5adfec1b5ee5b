import { setTimeout as delay } from 'node:timers/promises';
import { ShieldError } from '@hrd-shield/contracts';
import { loadKey } from '@hrd-shield/keys';
import { createNotifier, loadNotifyConfig } from '@hrd-shield/notify';
import { NO_NOTIFIER } from '@hrd-shield/pipeline';
import type { ServiceContext } from '@hrd-shield/runtime';
import {
  connectTemporal,
  registerSearchAttributes,
  startWorkerHost,
  type WorkerHost,
} from '@hrd-shield/temporal';
import type { ReportConfig } from './config.ts';
import { createPublicationActivities, type PublicationDeps } from './publication-activities.ts';
import { WORKFLOWS_PATH } from './workflows-path.ts';

const QUEUE = 'shield-report';
/** A workflow server that is away is asked again after this long, ms. */
const RETRY_MS = 10_000;

/** The files by which releases are approved; absent where nothing is published by the calendar. */
interface PublicationSettings {
  readonly address: string;
  readonly keysDir: string;
  readonly approversFile: string;
  readonly publisherFile: string;
}

/** @throws ShieldError `config.invalid` when some of it is set and some is not */
export function publicationSettings(config: ReportConfig): PublicationSettings | undefined {
  const { approversFile, keysDir, publisherFile, releasesDir, temporalAddress: address } = config;
  if (approversFile === undefined) return undefined;
  const isWhole = address !== undefined && keysDir !== undefined && releasesDir !== undefined;
  if (isWhole && publisherFile !== undefined)
    return { address, approversFile, keysDir, publisherFile };
  throw new ShieldError('config.invalid', {
    detail:
      'SHIELD_REPORT_APPROVERS_FILE needs SHIELD_REPORT_PUBLISHER_FILE, SHIELD_REPORT_RELEASES_DIR, TEMPORAL_ADDRESS and SHIELD_KEYS_DIR',
  });
}

/**
 * Works on publications until stopped. A workflow server that is away stops nothing else: the report
 * goes on, and publications where they were.
 */
export async function keepPublishing(
  context: ServiceContext<ReportConfig>,
  settings: PublicationSettings,
  deps: Pick<PublicationDeps, 'folders' | 'plan' | 'prepare'>,
): Promise<void> {
  const { logger, signal } = context;
  const activities = await activitiesOf(context, settings, deps);
  let worker: WorkerHost | undefined;
  while (!signal.aborted) {
    if (worker?.isHealthy() !== true) {
      try {
        await worker?.stop();
        worker = await startWorker(context, settings, activities);
      } catch (fault) {
        if (!(fault instanceof ShieldError) || !fault.retryable) throw fault;
        logger.warn('the workflow server is away; publications wait', {}, fault);
      }
    }
    await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
  await worker?.stop();
}

async function startWorker(
  { config, logger }: ServiceContext<ReportConfig>,
  { address, keysDir }: PublicationSettings,
  activities: object,
): Promise<WorkerHost> {
  const payloadKey = await loadKey(keysDir, 'publication');
  const at = { address, namespace: config.temporalNamespace, payloadKey };
  const temporal = await connectTemporal(at);
  await registerSearchAttributes(temporal).finally(() => temporal.stop());
  return startWorkerHost({
    at,
    taskQueue: `${config.topicPrefix}${QUEUE}`,
    workflowsPath: WORKFLOWS_PATH,
    activities,
    onWarning: (level) => logger[level]('the workflow worker complains'),
    drainMs: Math.round(config.drainMs / 2),
  });
}

async function activitiesOf(
  { config, logger, meter }: ServiceContext<ReportConfig>,
  { approversFile, publisherFile }: PublicationSettings,
  deps: Pick<PublicationDeps, 'folders' | 'plan' | 'prepare'>,
): Promise<object> {
  const clock = { now: () => Date.now() };
  const overdue = new Set<string>();
  meter.gauge(
    'shield_report_publications_overdue',
    'drafts of quarters that nobody decides on for too long',
    () => overdue.size,
  );
  const ended = meter.counter(
    'shield_report_publications_total',
    'publications, by how they ended',
  );
  const told = meter.counter('shield_report_notices_total', 'notices, by what came of them');
  const { notifyFile } = config;
  return createPublicationActivities({
    ...deps,
    clock,
    approversFile,
    publisherFile,
    notifier:
      notifyFile === undefined
        ? NO_NOTIFIER
        : createNotifier(await loadNotifyConfig(notifyFile), clock),
    onLook: (quarter, isOverdue) => {
      if (isOverdue) overdue.add(quarter);
      else overdue.delete(quarter);
    },
    onEnd: (quarter, status) => {
      overdue.delete(quarter);
      ended.add(1, { status });
      logger.info('a publication has ended', { state: status });
    },
    onDelivery: (state) => told.add(1, { state }),
  });
}

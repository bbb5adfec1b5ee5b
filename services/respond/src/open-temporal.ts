import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceContext } from '@hrd-shield/runtime';
import {
  connectTemporal,
  createHoldClient,
  createProtectionClient,
  createRemedyClient,
  type PayloadKey,
  registerSearchAttributes,
  startWorkerHost,
  type WorkerHost,
  type WorkerHostOptions,
} from '@hrd-shield/temporal';
import type { RespondConfig } from './config.ts';
import { SERVICE } from './open-kafka.ts';
import { policyOf } from './open-measures.ts';
import { type Patience, waitUntilTaken } from './steps/wait-until-taken.ts';

type Context = ServiceContext<RespondConfig>;

/** A process that only takes from the log has no worker to fail. */
export async function startWorker(
  isWanted: boolean,
  options: WorkerHostOptions,
): Promise<WorkerHost> {
  if (isWanted) return startWorkerHost(options);
  return {
    failed: new Promise<never>(() => undefined),
    isHealthy: () => true,
    stop: async () => undefined,
  };
}

/**
 * Waits for the workflow server as long as the service lives, and says so in the log at each try.
 */
export function patienceOf({ logger, signal }: Context): Patience {
  return {
    wait: async (ms) => {
      await delay(ms, undefined, { signal }).catch(() => undefined);
    },
    isOver: () => signal.aborted,
    onRetry: (attempt, waitMs, fault) =>
      logger.warn('the workflow server is away', { attempt, waitMs, code: fault.code }, fault),
  };
}

/** Connects, waiting for a server that is away, and brings the policy that new workflows pin. */
export async function openTemporal(
  { config }: Context,
  payloadKey: PayloadKey,
  patience: Patience,
) {
  const { temporalAddress: address, temporalNamespace: namespace } = config;
  const at = { address, namespace, payloadKey };
  const taskQueue = `${config.topicPrefix}${SERVICE}`;
  const temporal = await waitUntilTaken(() => connectTemporal(at), patience);
  await waitUntilTaken(() => registerSearchAttributes(temporal), patience);
  const protection = createProtectionClient(temporal, {
    taskQueue,
    policy: policyOf(config),
    clockScale: config.clockScale,
  });
  const holds = createHoldClient(temporal, taskQueue);
  const remedies = createRemedyClient(temporal, taskQueue);
  return { at, taskQueue, temporal, protection, holds, remedies };
}

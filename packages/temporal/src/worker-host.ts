import {
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryActivityOutboundInterceptor,
} from '@temporalio/interceptors-opentelemetry';
import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import type { TemporalAddress } from './connect.ts';
import { createDataConverter } from './data-converter.ts';
import { toShieldError } from './to-shield-error.ts';
import { loadWorkflowBundle } from './workflow-bundle.ts';

export interface WorkerHostOptions {
  readonly at: TemporalAddress;
  readonly taskQueue: string;
  /**
   * Name of this build where the server decides which builds get work; without it the worker takes
   * whatever comes.
   */
  readonly buildId?: string | undefined;
  /** The module that exports the workflows. */
  readonly workflowsPath: string;
  /** What workflows may call, by name. */
  readonly activities: object;
  /** Told of warnings and errors of the worker: a constant sentence, without data. */
  readonly onWarning: (level: 'warn' | 'error') => void;
  /** Work finishes within this time on stop, ms. */
  readonly drainMs: number;
}

export interface WorkerHost {
  isHealthy(): boolean;
  /** Rejects when the worker fails for good. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** Defenders whose state stays in memory between their events; the others are replayed. */
const MAX_CACHED_WORKFLOWS = 600;
/**
 * What one process works on at once. Little on purpose: what waits at the server is given out by
 * rank and by defender, what waits in here is not.
 */
const MAX_ACTIVITIES = 32;
/** Half of the polls ask for whom it begins; by default four of five go to who is known here. */
const NEW_WORKFLOW_POLLS_RATIO = 0.5;

/** Starts a worker on one queue. @throws ShieldError `temporal.*` */
export async function startWorkerHost(options: WorkerHostOptions): Promise<WorkerHost> {
  quietRuntime(options.onWarning);
  const { at, drainMs } = options;
  try {
    const connection = await NativeConnection.connect({ address: at.address });
    const worker = await Worker.create({
      connection,
      namespace: at.namespace,
      taskQueue: options.taskQueue,
      ...versionOf(options),
      workflowBundle: await loadWorkflowBundle(options.workflowsPath),
      activities: options.activities,
      dataConverter: createDataConverter(at.payloadKey),
      maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
      nonStickyToStickyPollRatio: NEW_WORKFLOW_POLLS_RATIO,
      maxConcurrentActivityTaskExecutions: MAX_ACTIVITIES,
      shutdownGraceTime: Math.round(drainMs / 2),
      shutdownForceTime: drainMs,
      interceptors: {
        activity: [
          (context) => ({
            inbound: new OpenTelemetryActivityInboundInterceptor(context),
            outbound: new OpenTelemetryActivityOutboundInterceptor(context),
          }),
        ],
      },
    });
    return hostOf(worker, connection);
  } catch (error) {
    throw toShieldError(error);
  }
}

/**
 * Living workflows go on under the build that is current, and their patches keep them on the rules
 * that they began under: a protection lives too long to keep its build running.
 */
function versionOf({
  buildId,
  taskQueue,
}: WorkerHostOptions): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (buildId === undefined) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: deploymentOf(taskQueue), buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

/** What the builds on a queue are called together; the server allows no dots. */
export function deploymentOf(taskQueue: string): string {
  return taskQueue.replaceAll('.', '-');
}

function hostOf(worker: Worker, connection: NativeConnection): WorkerHost {
  let isStopping = false;
  const run = worker.run();
  const failed = run.then(
    () => new Promise<never>(() => undefined),
    (error) => {
      if (isStopping) return new Promise<never>(() => undefined);
      throw toShieldError(error);
    },
  );
  // Whoever waits for it sees the rejection; nobody waiting is no fault of its own.
  failed.catch(() => undefined);
  return {
    failed,
    isHealthy: () => worker.getState() === 'RUNNING',
    stop: async () => {
      isStopping = true;
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await run.catch(() => undefined);
      await connection.close();
    },
  };
}

/** The SDK's own log lines can hold payloads of failures: only their level leaves. */
function quietRuntime(onWarning: WorkerHostOptions['onWarning']): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level }) =>
      onWarning(level === 'ERROR' ? 'error' : 'warn'),
    ),
    shutdownSignals: [],
  });
}

/** The native runtime is one for a process and can be set up once. */
let isQuiet = false;

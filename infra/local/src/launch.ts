import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDownloads } from './download/prepare-downloads.ts';
import { requireJava } from './download/tools.ts';
import type { Environment, Places } from './places.ts';
import { poll } from './process/poll.ts';
import { identify, type ProcessIdentity } from './process/process-identity.ts';
import { type ServerProcess, serverFailed, startServer } from './process/server-process.ts';
import { planClickhouse } from './servers/clickhouse.ts';
import { planKafka } from './servers/kafka.ts';
import { planPostgres, postgresName } from './servers/postgres.ts';
import { recordedServer, type ServerPlan } from './servers/server-plan.ts';
import { planTemporal, type SearchAttributes } from './servers/temporal.ts';
import { StackFault } from './stack-fault.ts';
import { freePorts } from './state/free-port.ts';
import {
  removeRecord,
  type ServerName,
  type StackAddresses,
  type StackRecord,
  writeRecord,
} from './state/stack-record.ts';
import { stopServers } from './stop-stack.ts';

const READY_INTERVAL_MS = 100;

/** Everything that one start of the four servers needs. */
export interface LaunchOptions {
  readonly folder: string;
  readonly places: Places;
  readonly env: Environment;
  readonly ephemeral: boolean;
  readonly temporalUiPort: number | undefined;
  readonly searchAttributes: SearchAttributes;
  readonly preferredPorts: Partial<Record<ServerName, number>>;
  readonly log: (line: string) => void;
}

/** The outcome of a start. */
export interface Launched {
  readonly record: StackRecord;
  readonly timeSkippingServerPath: string;
  /** How each server was started. */
  readonly plans: readonly ServerPlan[];
}

/**
 * Downloads what is missing and starts the four servers side by side. Each is written down as soon
 * as it runs; where one fails, the others are ended. Where a server ends at once there is one more
 * try on other ports: between choosing a port and using it someone else may have taken it.
 */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const [java, downloads] = await Promise.all([
    requireJava(options.env),
    prepareDownloads({ cacheDir: options.places.cacheDir, log: options.log }),
  ]);
  const { timeSkippingServerPath } = downloads;
  const programs = { java, ...downloads };
  mkdirSync(join(options.folder, 'logs'), { recursive: true });
  try {
    return { ...(await launchOnce(options, programs)), timeSkippingServerPath };
  } catch (fault) {
    if (!(fault instanceof StackFault) || fault.code !== 'SERVER_FAILED') throw fault;
    options.log(`  ${fault.message}\n  trying once more, on other ports`);
    const otherPorts = { ...options, preferredPorts: {} };
    return { ...(await launchOnce(otherPorts, programs)), timeSkippingServerPath };
  }
}

async function launchOnce(
  options: LaunchOptions,
  programs: Programs,
): Promise<Pick<Launched, 'record' | 'plans'>> {
  const ports = await choosePorts(options.preferredPorts);
  let record: StackRecord = {
    format: 1,
    phase: 'starting',
    ephemeral: options.ephemeral,
    starter: self(),
    servers: [],
    addresses: addressesOf(ports),
  };
  writeRecord(options.folder, record);
  const noteStarted = (plan: ServerPlan, identity: ProcessIdentity): void => {
    record = { ...record, servers: [...record.servers, recordedServer(plan, identity)] };
    writeRecord(options.folder, record);
  };
  const plans: ServerPlan[] = [];
  const outcomes = await Promise.allSettled(
    plansOf(options, ports, programs).map(async (planned) => {
      const plan = await planned;
      plans.push(plan);
      const server = await startServer(plan.command, (identity) => noteStarted(plan, identity));
      await untilReady(plan, server, options.log);
    }),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await stopServers(record);
    removeRecord(options.folder);
    throw failed.reason;
  }
  record = { ...record, phase: 'running' };
  writeRecord(options.folder, record);
  return { record, plans };
}

interface Programs {
  readonly java: string;
  readonly kafkaJarsDir: string;
  readonly temporalProgram: string;
}

type Ports = Readonly<Record<ServerName | 'kafkaController', number>>;

function plansOf(
  options: LaunchOptions,
  ports: Ports,
  programs: Programs,
): readonly Promise<ServerPlan>[] {
  const { env, ephemeral } = options;
  const place = (name: ServerName): { folder: string; logFile: string; port: number } => ({
    folder: join(options.folder, name),
    logFile: join(options.folder, 'logs', `${name}.log`),
    port: ports[name],
  });
  return [
    planKafka({
      ...place('kafka'),
      env,
      controllerPort: ports.kafkaController,
      java: programs.java,
      jarsDir: programs.kafkaJarsDir,
    }),
    planTemporal({
      ...place('temporal'),
      env,
      program: programs.temporalProgram,
      uiPort: options.temporalUiPort,
      searchAttributes: options.searchAttributes,
    }),
    planClickhouse({ ...place('clickhouse'), env }),
    planPostgres({ ...place('postgres'), env, ephemeral }),
  ];
}

async function untilReady(
  plan: ServerPlan,
  server: ServerProcess,
  log: (line: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  let isReady = false;
  const isOver = async (): Promise<boolean> => {
    isReady = await plan.isReady();
    return isReady || server.hasExited();
  };
  await poll(isOver, { timeoutMs: plan.startTimeoutMs, intervalMs: READY_INTERVAL_MS });
  if (!isReady || server.hasExited()) {
    const code = server.hasExited() ? 'SERVER_FAILED' : 'START_TIMEOUT';
    throw serverFailed(code, plan.command.name, plan.command.logFile);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  log(`  ${plan.command.name} is ready on port ${plan.port} after ${seconds} s`);
}

async function choosePorts(preferred: Partial<Record<ServerName, number>>): Promise<Ports> {
  const [kafka = 0, kafkaController = 0, temporal = 0, clickhouse = 0, postgres = 0] =
    await freePorts([
      preferred.kafka,
      undefined,
      preferred.temporal,
      preferred.clickhouse,
      preferred.postgres,
    ]);
  return { kafka, kafkaController, temporal, clickhouse, postgres };
}

function addressesOf(ports: Ports): StackAddresses {
  return {
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    temporalAddress: `127.0.0.1:${ports.temporal}`,
    clickhouseUrl: `http://127.0.0.1:${ports.clickhouse}`,
    databaseUrl: `postgres://${postgresName}@127.0.0.1:${ports.postgres}/${postgresName}`,
  };
}

function self(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity !== undefined) return identity;
  throw new StackFault('SERVER_FAILED', 'This process cannot read its own start time.');
}

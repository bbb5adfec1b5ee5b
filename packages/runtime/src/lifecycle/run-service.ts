import { InvariantError, ShieldError } from '@hrd-shield/contracts';
import { describeConfig } from '../config/describe-config.ts';
import { loadConfig } from '../config/load-config.ts';
import type { ConfigDefinition, ConfigOf, SettingTable } from '../config/setting.ts';
import { SERVICE_SETTINGS } from '../config/shared-settings.ts';
import { createLogger, type Logger } from '../logging/create-logger.ts';
import { startTelemetry } from '../telemetry/start-telemetry.ts';
import { type HealthChecks, isReady, serveHealth } from './serve-health.ts';
import type { ProcessPort, RunningService, ServiceOptions } from './service.ts';

/** How long health and telemetry may take to end once the service has stopped. */
const EPILOGUE_MS = 3_000;

/**
 * Runs a service from its configuration to its last commit: prints the effective configuration,
 * serves health and metrics, drains on SIGTERM and SIGINT, and sets the exit code: 0 after a clean
 * stop, 1 otherwise. Leaves by `exit` only when the drain outlasts its deadline or the start fails.
 */
export async function runService<Table extends SettingTable>(
  options: ServiceOptions<Table>,
): Promise<void> {
  const { process } = options;
  try {
    process.exitCode = await live(options);
  } catch (error) {
    process.stderr.write(`${options.config.room} cannot run: ${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}

async function live<Table extends SettingTable>(options: ServiceOptions<Table>): Promise<number> {
  const { process } = options;
  const name = options.config.room;
  const settings = { ...SERVICE_SETTINGS, ...options.config.settings };
  const loaded = loadConfig({ room: name, settings }, process.env);
  const own: ConfigOf<ConfigDefinition<typeof SERVICE_SETTINGS>> = loaded.values;
  process.stdout.write(`${name}: effective configuration\n${describeConfig(loaded.entries)}\n`);

  const logger = createLogger(name, own.logLevel);
  const telemetry = startTelemetry({ service: name, otlpEndpoint: own.otlpEndpoint });
  const stopping = new AbortController();
  const asked = untilAsked(process).then(() => stopping.abort());
  let checks: HealthChecks = { started: () => false };
  const checksNow = (): HealthChecks =>
    stopping.signal.aborted ? { draining: () => false } : checks;
  let ready = false;
  telemetry.meter.gauge('shield_process_ready', '1 where /readyz says so, else 0', () =>
    Number(ready),
  );
  const health = await serveHealth({
    host: own.httpHost,
    port: own.httpPort,
    checks: checksNow,
    metricsText: async () => {
      ready = await isReady(checksNow());
      return telemetry.metricsText();
    },
  });
  logger.info('health is served', { port: health.port, host: own.httpHost });

  const context = { config: loaded.values, logger, meter: telemetry.meter };
  const work = await liveOnce(options.start({ ...context, signal: stopping.signal }), {
    asked,
    drainMs: own.drainMs,
    onStarted: (started) => {
      checks = started.checks;
      logger.info('started', { port: health.port });
    },
  });
  stopping.abort();
  const drained = await drain(work.service, logger, own.drainMs);
  await within(Promise.allSettled([health.stop(), telemetry.stop()]), EPILOGUE_MS);
  if (work.failure !== undefined) {
    logger.error('failed', {}, work.failure);
    process.stderr.write(`${name} failed: ${sentenceOf(work.failure)}\n`);
  }
  if (drained === 'late' || work.isStuck === true) process.exit(1);
  return work.failure === undefined && drained === 'clean' ? 0 : 1;
}

interface Work {
  readonly service?: RunningService;
  readonly failure?: unknown;
  /** Nobody holds what the start made, if it ends at all: its handles would keep the process alive. */
  readonly isStuck?: boolean;
}

interface LiveOptions {
  /** Resolves when the process is asked to stop. */
  readonly asked: Promise<void>;
  /** How long an interrupted start may take to end, ms. */
  readonly drainMs: number;
  readonly onStarted: (service: RunningService) => void;
}

/** Waits until the service is asked to stop or fails. */
async function liveOnce(starting: Promise<RunningService>, options: LiveOptions): Promise<Work> {
  const { asked, drainMs, onStarted } = options;
  let service: RunningService | undefined;
  try {
    service = await Promise.race([starting, asked.then(() => undefined)]);
  } catch (failure) {
    return { failure, isStuck: true };
  }
  if (service === undefined) return interrupted(starting, drainMs);
  onStarted(service);
  try {
    await Promise.race(service.failed === undefined ? [asked] : [asked, service.failed]);
    return { service };
  } catch (failure) {
    return { service, failure };
  }
}

/** A start that was interrupted on purpose is not a failure; what it made is let go. */
async function interrupted(starting: Promise<RunningService>, drainMs: number): Promise<Work> {
  let service: RunningService | undefined;
  const settled = starting.then(
    (started) => {
      service = started;
      started.failed?.catch(() => undefined);
    },
    () => undefined,
  );
  const isSettled = await within(settled, drainMs);
  return service === undefined ? { isStuck: !isSettled } : { service };
}

async function drain(
  service: RunningService | undefined,
  logger: Logger,
  deadlineMs: number,
): Promise<'clean' | 'broken' | 'late'> {
  if (service === undefined) return 'clean';
  logger.info('draining', { waitMs: deadlineMs });
  try {
    const inTime = await within(service.stop(), deadlineMs);
    if (inTime) logger.info('stopped');
    else logger.error('drain outlasted its deadline', { waitMs: deadlineMs });
    return inTime ? 'clean' : 'late';
  } catch (error) {
    logger.error('drain failed', {}, error);
    return 'broken';
  }
}

function untilAsked(process: ProcessPort): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}

/** @returns whether `work` ended in time; its rejection passes through */
async function within(work: Promise<unknown>, deadlineMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), deadlineMs);
  });
  try {
    return await Promise.race([work.then(() => true), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** One sentence for a person; messages of other libraries may quote data and are not shown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ShieldError) {
    const detail = error.message.slice(error.code.length + 2);
    return error.code === 'config.invalid' ? detail : `${detail} (${error.code}) ${error.action}`;
  }
  if (error instanceof InvariantError) return `a rule of the code is broken: ${error.message}`;
  return `an unexpected ${error instanceof Error ? error.name : 'value'} was thrown; see the log`;
}

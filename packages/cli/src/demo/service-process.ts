import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ShieldError } from '@hrd-shield/contracts';
import { freePort } from './free-port.ts';

export interface ServiceSpec {
  /** Folder under `services`. */
  readonly name: string;
  /** Root of the repository. */
  readonly root: string;
  /** The whole environment of the child, without health port. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder for its log. */
  readonly logDir: string;
}

/** One service of the pipeline, alive in a process of its own. */
export interface ServiceProcess {
  readonly name: string;
  /** `http://127.0.0.1:port`: livez, readyz, metrics. */
  readonly url: string;
  readonly logFile: string;
  /** Its process; undefined once it could not be started. */
  readonly pid: number | undefined;
  /** Rejects if it ends before it is asked to. */
  readonly failed: Promise<never>;
  /** Asks it to drain and end. */
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 180_000;
const READY_POLL_MS = 200;
const STOP_TIMEOUT_MS = 15_000;
const LOG_TAIL_LINES = 8;

/**
 * Starts one service and waits until it says that it can work.
 * @throws ShieldError `stack.not-ready` with the end of its log
 */
export async function startService(spec: ServiceSpec): Promise<ServiceProcess> {
  const port = await freePort();
  const logFile = join(spec.logDir, `${spec.name}.log`);
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join('services', spec.name, 'src', 'main.ts')],
    {
      cwd: spec.root,
      env: { ...spec.env, SHIELD_HTTP_PORT: String(port) },
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  const life = watch(child, spec.name, logFile);
  const service: ServiceProcess = {
    name: spec.name,
    url: `http://127.0.0.1:${port}`,
    logFile,
    pid: child.pid,
    failed: life.failed,
    stop: life.stop,
  };
  try {
    await Promise.race([untilReady(service), life.failed]);
  } catch (error) {
    await life.stop();
    throw error;
  }
  return service;
}

function watch(child: ChildProcess, name: string, logFile: string) {
  let asked = false;
  const killWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithParent);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', killWithParent);
      resolve();
    });
  });
  const failed = ended.then(async () => {
    if (asked) return new Promise<never>(() => undefined);
    throw notReady(`${name} ended by itself`, logFile);
  });
  // Whoever waits for it sees the rejection; nobody waiting is no fault of its own.
  failed.catch(() => undefined);
  const stop = async (): Promise<void> => {
    asked = true;
    child.kill('SIGTERM');
    const late = delay(STOP_TIMEOUT_MS, 'late', { ref: false });
    if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
    await ended;
  };
  return { failed, stop };
}

async function untilReady(service: ServiceProcess): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const answer = await fetch(`${service.url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(READY_POLL_MS);
  }
  throw notReady(`${service.name} is not ready after ${READY_TIMEOUT_MS} ms`, service.logFile);
}

function notReady(what: string, logFile: string): ShieldError {
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES);
  return new ShieldError('stack.not-ready', {
    detail: `${what}; its log is ${logFile} and ends with:\n${tail.join('\n')}\n`,
  });
}

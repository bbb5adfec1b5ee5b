import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { until } from './until.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const GUARD = join(import.meta.dirname, 'end-with-parent.mjs');
const START_TIMEOUT_MS = 150_000;
const STOP_TIMEOUT_MS = 30_000;
const OUTPUT_CHARS_MAX = 8 * 1_048_576;

export const SERVICES = ['designate', 'ingest', 'detect', 'respond', 'record', 'report'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** One service as a real process. */
export interface ServiceProcess {
  readonly name: ServiceName;
  readonly pid: number | undefined;
  /** Everything that it has printed. */
  output(): string;
  /** Its metrics, as a scraper reads them. */
  metrics(): Promise<string>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Stops its clock as a hang does, or lets it go on. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Its exit code, once it has ended; null after a signal. */
  readonly ended: Promise<number | null>;
  /** Asks it to drain and end. @returns its exit code */
  stop(): Promise<number | null>;
}

/** How a service is started beside its name and what it is told. */
export interface StartOptions {
  /** The checkout that it is started from; this one when absent. */
  readonly root?: string;
  /** Waits only until it has printed so much; until it is ready when absent. */
  readonly until?: RegExp;
}

/** Starts a service and waits until it is ready for work. */
export async function startService(
  name: ServiceName,
  env: Readonly<Record<string, string>>,
  { root = ROOT, until: said }: StartOptions = {},
): Promise<ServiceProcess> {
  const main = join(root, 'services', name, 'src/main.ts');
  const child = spawn(process.execPath, ['--import', GUARD, '--import', 'tsx', main], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithParent = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithParent);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      if (output.length < OUTPUT_CHARS_MAX) output += bytes.toString();
    });
  }
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  void ended.then(() => process.removeListener('exit', endWithParent));

  const port = await until(
    `${name} is ready`,
    async () => {
      if (child.exitCode !== null) throw new RangeError(`${name} ended at its start:\n${output}`);
      if (said !== undefined) return said.test(output) ? 'said' : undefined;
      const told = /"port":(\d+),"msg":"started"/.exec(output)?.[1];
      return told !== undefined && (await isReady(told)) ? told : undefined;
    },
    START_TIMEOUT_MS,
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new RangeError(`${name} did not become ready:\n${output}`, { cause: error });
  });

  return {
    name,
    pid: child.pid,
    ended,
    output: () => output,
    metrics: async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    signal: (name) => void child.kill(name),
    stop: () => endGently(child, ended),
  };
}

async function isReady(port: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  return answer?.status === 200;
}

async function endGently(
  child: ChildProcess,
  ended: Promise<number | null>,
): Promise<number | null> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  const code = await ended;
  clearTimeout(timer);
  return code;
}

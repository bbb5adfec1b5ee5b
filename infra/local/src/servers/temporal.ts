import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../places.ts';
import { runTool } from '../process/run-tool.ts';
import { StackFault } from '../stack-fault.ts';
import type { ServerPlan } from './server-plan.ts';

const START_TIMEOUT_MS = 60_000;
const PROBE_TIMEOUT_MS = 5_000;

/** Name and type of a search attribute, such as `ShieldKind` and `Keyword`. */
export type SearchAttributes = Readonly<Record<string, string>>;

/** The attributes that the product's workflows carry. */
export const shieldSearchAttributes: SearchAttributes = {
  ShieldKind: 'Keyword',
  ShieldTier: 'Keyword',
  ShieldState: 'Keyword',
};

/** What one server is made of. Without `uiPort` it has no Web UI. */
export interface TemporalOptions {
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
  readonly uiPort?: number | undefined;
  readonly program: string;
  readonly searchAttributes: SearchAttributes;
  readonly env: Environment;
}

/** The arguments of `temporal server start-dev`: history in a file, kept over restarts. */
export function temporalArgs(
  options: Pick<TemporalOptions, 'folder' | 'port' | 'uiPort' | 'searchAttributes'>,
): readonly string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
    ...['--db-filename', join(options.folder, 'temporal.db')],
    // As fast as memory, about twice the default.
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'],
    // Defenders share the workers in equal parts when they are behind.
    ...['--dynamic-config-value', 'matching.enableFairness=true'],
    ...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
    ...['--log-level', 'error'],
    ...Object.entries(options.searchAttributes).flatMap(([name, type]) => [
      '--search-attribute',
      `${name}=${type}`,
    ]),
  ];
}

/** Says how to start the Temporal server. */
export async function planTemporal(options: TemporalOptions): Promise<ServerPlan> {
  await mkdir(options.folder, { recursive: true });
  return {
    name: 'temporal',
    port: options.port,
    startTimeoutMs: START_TIMEOUT_MS,
    isReady: () => isTemporalReady(options.program, `127.0.0.1:${options.port}`),
    command: {
      name: 'Temporal',
      program: options.program,
      args: temporalArgs(options),
      cwd: options.folder,
      logFile: options.logFile,
      env: options.env,
    },
  };
}

/** True once the server answers for its `default` namespace. */
export async function isTemporalReady(program: string, address: string): Promise<boolean> {
  const args = ['operator', 'namespace', 'describe', '--namespace', 'default'];
  const { exitCode } = await runTool(program, [...args, '--address', address], {
    timeoutMs: PROBE_TIMEOUT_MS,
  });
  return exitCode === 0;
}

/**
 * Registers the attributes that a running server lacks.
 * @throws StackFault SERVER_FAILED where the server refuses.
 */
export async function ensureSearchAttributes(
  program: string,
  address: string,
  wanted: SearchAttributes,
): Promise<void> {
  const command = ['operator', 'search-attribute'];
  const listed = await runTool(program, [...command, 'list', '--address', address]);
  const known = new Set(listed.output.split(/\s+/));
  const missing = Object.entries(wanted).filter(([name]) => !known.has(name));
  if (listed.exitCode === 0 && missing.length === 0) return;
  const pairs = missing.flatMap(([name, type]) => ['--name', name, '--type', type]);
  const created = await runTool(program, [...command, 'create', ...pairs, '--address', address]);
  if (created.exitCode === 0) return;
  throw new StackFault(
    'SERVER_FAILED',
    `Temporal at ${address} refused the search attributes:\n${created.output}`,
  );
}

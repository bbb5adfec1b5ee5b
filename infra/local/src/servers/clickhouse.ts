import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../places.ts';
import { tsxCommand } from '../process/tsx-command.ts';
import type { ServerPlan } from './server-plan.ts';

const START_TIMEOUT_MS = 60_000;
const PROBE_TIMEOUT_MS = 2_000;

/** What one engine process is made of. */
export interface ClickhouseOptions {
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
  readonly env: Environment;
}

/** Says how to start the ClickHouse engine behind its HTTP front. */
export async function planClickhouse(options: ClickhouseOptions): Promise<ServerPlan> {
  await mkdir(options.folder, { recursive: true });
  return {
    name: 'clickhouse',
    port: options.port,
    startTimeoutMs: START_TIMEOUT_MS,
    isReady: () => isClickhouseReady(`http://127.0.0.1:${options.port}`),
    command: {
      name: 'ClickHouse',
      ...tsxCommand(new URL('../clickhouse-front/main.ts', import.meta.url), [
        String(options.port),
        join(options.folder, 'data'),
      ]),
      cwd: options.folder,
      logFile: options.logFile,
      env: options.env,
    },
  };
}

/** True once the engine answers. */
export async function isClickhouseReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/ping', url), {
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    return (await answer.text()) === 'Ok.\n';
  } catch {
    return false;
  }
}

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './process/process-identity.ts';
import { stopProcess } from './process/stop-process.ts';
import { postgresAsideDir } from './servers/postgres.ts';
import { gracefulStop, quickStop } from './servers/server-plan.ts';
import { unmountBelow } from './state/small-disks.ts';
import { readRecord, removeRecord, type StackRecord } from './state/stack-record.ts';

/** The folder of the stack that `up` keeps; ephemeral stacks lie beside it. */
export const KEPT_FOLDER = 'stack';

/** How the folders of ephemeral stacks begin. */
export const EPHEMERAL_PREFIX = 'run-';

/** Ends the servers of a record, all at once. */
export async function stopServers(record: StackRecord): Promise<void> {
  const requests = record.ephemeral ? quickStop : gracefulStop;
  await Promise.all(
    record.servers.map((server) => stopProcess(server.process, requests[server.name])),
  );
}

/**
 * Ends what the record of a folder names, and nothing else; an ephemeral folder goes too.
 * @returns whether there was a record.
 */
export async function stopFolder(folder: string): Promise<boolean> {
  const record = readRecord(folder);
  if (record !== undefined) await stopServers(record);
  removeRecord(folder);
  await unmountBelow(folder);
  if (record?.ephemeral === true) removeFolder(folder);
  return record !== undefined;
}

/** Removes a stack's folder with the PostgreSQL data that may lie elsewhere. */
export function removeFolder(folder: string): void {
  rmSync(postgresAsideDir(join(folder, 'postgres')), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Ends the ephemeral stacks whose starter is gone.
 * @returns how many there were.
 */
export async function sweepCrashed(stateDir: string): Promise<number> {
  if (!existsSync(stateDir)) return 0;
  let swept = 0;
  for (const name of readdirSync(stateDir)) {
    if (!name.startsWith(EPHEMERAL_PREFIX)) continue;
    const folder = join(stateDir, name);
    const record = readRecord(folder);
    if (record === undefined || isAlive(record.starter)) continue;
    await stopFolder(folder);
    swept += 1;
  }
  return swept;
}

import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '../process/poll.ts';
import { identify, isAlive, type ProcessIdentity } from '../process/process-identity.ts';
import { StackFault } from '../stack-fault.ts';

const WAIT_MS = 240_000;
const RETRY_MS = 200;

/** Runs `work` while no other starter works in the folder; the lock of a dead one is taken over. */
export async function withStarterLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'starter.lock');
  const taken = await poll(() => take(file), { timeoutMs: WAIT_MS, intervalMs: RETRY_MS });
  if (!taken) {
    throw new StackFault('STATE_BUSY', `Another start in ${folder} did not end: see ${file}.`);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  const own = `${file}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify(identify(process.pid)));
  try {
    // A link appears whole or not at all: nobody reads a lock that names no holder yet.
    linkSync(own, file);
    return true;
  } catch {
    if (!holderLives(file)) rmSync(file, { force: true });
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function holderLives(file: string): boolean {
  try {
    const holder: Partial<ProcessIdentity> = JSON.parse(readFileSync(file, 'utf8'));
    const { pid, startMark } = holder;
    return pid !== undefined && startMark !== undefined && isAlive({ pid, startMark });
  } catch {
    return false;
  }
}

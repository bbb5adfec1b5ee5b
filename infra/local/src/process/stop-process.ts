import { poll } from './poll.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

const KILL_WAIT_MS = 5_000;
const STOP_INTERVAL_MS = 25;

/** Which signal asks a server to end, and how long it may take before it is killed. */
export interface StopRequest {
  readonly signal: NodeJS.Signals;
  readonly graceMs: number;
}

/** Ends exactly this process and its group; a process that is gone already is left alone. */
export async function stopProcess(identity: ProcessIdentity, request: StopRequest): Promise<void> {
  if (!isAlive(identity)) return;
  send(identity.pid, request.signal);
  const gone = (): boolean => !isAlive(identity);
  if (await poll(gone, { timeoutMs: request.graceMs, intervalMs: STOP_INTERVAL_MS })) return;
  send(-identity.pid, 'SIGKILL');
  await poll(gone, { timeoutMs: KILL_WAIT_MS, intervalMs: STOP_INTERVAL_MS });
}

/** Stops the clock of a process and its group without ending it, or lets it go on. */
export function pauseProcess(identity: ProcessIdentity, signal: 'SIGSTOP' | 'SIGCONT'): void {
  if (isAlive(identity)) send(-identity.pid, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between, which is what was wanted.
  }
}

import { join } from 'node:path';
import { poll } from './process/poll.ts';
import { isAlive } from './process/process-identity.ts';
import { serverFailed, startServer } from './process/server-process.ts';
import { pauseProcess, stopProcess } from './process/stop-process.ts';
import { recordedServer, type ServerPlan } from './servers/server-plan.ts';
import { StackFault } from './stack-fault.ts';
import { emptySmallDisk, fillSmallDisk } from './state/small-disks.ts';
import { readRecord, type ServerName, writeRecord } from './state/stack-record.ts';

/** Takes single servers of a stack of its own down and up again, with their data and ports. */
export interface ServerControl {
  /** Ends a server at once, as a crash does; the others go on. */
  crash(name: ServerName): Promise<void>;
  /** False once it has ended, by itself or not. */
  lives(name: ServerName): boolean;
  /** It keeps its connections and answers nothing, until it goes on. */
  pause(name: ServerName): void;
  goOn(name: ServerName): void;
  /**
   * Fills the small disk of a server up to so many bytes, or to the last one.
   * @throws StackFault when it has none of its own
   */
  fillDisk(name: ServerName, leaveBytes?: number): Promise<void>;
  freeDisk(name: ServerName): Promise<void>;
  /**
   * Starts it again, told so much beside what it was told first.
   * @returns once a client would be served. @throws StackFault
   */
  revive(name: ServerName, args?: readonly string[]): Promise<void>;
}

const KILL: Parameters<typeof stopProcess>[1] = { signal: 'SIGKILL', graceMs: 5_000 };
const READY_INTERVAL_MS = 50;

/** @param plans how each server was started @param folder the stack's folder with its record */
export function createServerControl(plans: readonly ServerPlan[], folder: string): ServerControl {
  const find = (name: ServerName) => readRecord(folder)?.servers.find((one) => one.name === name);
  const signal = (name: ServerName, sent: 'SIGSTOP' | 'SIGCONT'): void => {
    const server = find(name);
    if (server !== undefined) pauseProcess(server.process, sent);
  };
  return {
    fillDisk: (name, leaveBytes = 0) => fillSmallDisk(join(folder, name), leaveBytes),
    freeDisk: (name) => emptySmallDisk(join(folder, name)),
    lives: (name) => {
      const server = find(name);
      return server !== undefined && isAlive(server.process);
    },
    pause: (name) => signal(name, 'SIGSTOP'),
    goOn: (name) => signal(name, 'SIGCONT'),
    crash: async (name) => {
      const server = find(name);
      if (server !== undefined) await stopProcess(server.process, KILL);
    },
    revive: async (name, args = []) => {
      const plan = plans.find((one) => one.name === name);
      const record = readRecord(folder);
      if (plan === undefined || record === undefined) {
        throw new StackFault('SERVER_FAILED', `There is no ${name} in ${folder}.`);
      }
      const { command, startTimeoutMs } = plan;
      await startServer({ ...command, args: [...command.args, ...args] }, (identity) => {
        const others = record.servers.filter((one) => one.name !== name);
        writeRecord(folder, { ...record, servers: [...others, recordedServer(plan, identity)] });
      });
      const isUp = await poll(() => plan.isReady(), {
        timeoutMs: startTimeoutMs,
        intervalMs: READY_INTERVAL_MS,
      });
      if (!isUp) throw serverFailed('START_TIMEOUT', command.name, command.logFile);
    },
  };
}

import { poll } from './process/poll.ts';
import { runTool } from './process/run-tool.ts';
import { serverFailed, startServer } from './process/server-process.ts';
import { pauseProcess, stopProcess } from './process/stop-process.ts';
import type { ServerPlan } from './servers/server-plan.ts';
import { StackFault } from './stack-fault.ts';
import { readRecord, type ServerName, writeRecord } from './state/stack-record.ts';

/** Takes single servers of a stack of its own down and up again, with their data and ports. */
export interface ServerControl {
  /** Ends a server at once, as a crash does; the others go on. */
  crash(name: ServerName): Promise<void>;
  /** It keeps its connections and answers nothing, until it goes on. */
  pause(name: ServerName): void;
  goOn(name: ServerName): void;
  /**
   * Lets every write to a file fail, as on a full disk, or lets them pass again. On Linux only.
   * @throws StackFault
   */
  fillDisk(name: ServerName): Promise<void>;
  freeDisk(name: ServerName): Promise<void>;
  /** Starts it again. @returns once a client would be served. @throws StackFault */
  revive(name: ServerName): Promise<void>;
}

const KILL: Parameters<typeof stopProcess>[1] = { signal: 'SIGKILL', graceMs: 5_000 };
const READY_INTERVAL_MS = 50;
const LIMIT_TIMEOUT_MS = 5_000;

/** @param plans how each server was started @param folder the stack's folder with its record */
export function createServerControl(plans: readonly ServerPlan[], folder: string): ServerControl {
  const find = (name: ServerName) => readRecord(folder)?.servers.find((one) => one.name === name);
  const signal = (name: ServerName, sent: 'SIGSTOP' | 'SIGCONT'): void => {
    const server = find(name);
    if (server !== undefined) pauseProcess(server.process, sent);
  };
  const limitFiles = async (name: ServerName, bytes: '0' | 'unlimited'): Promise<void> => {
    const server = find(name);
    if (server === undefined) return;
    // The soft limit alone: the hard one could not be raised again without privileges.
    const args = ['--pid', String(server.process.pid), `--fsize=${bytes}:unlimited`];
    const { exitCode, output } = await runTool('prlimit', args, { timeoutMs: LIMIT_TIMEOUT_MS });
    if (exitCode === 0) return;
    throw new StackFault('TOOL_MISSING', `prlimit cannot limit the files of ${name}: ${output}`);
  };
  return {
    fillDisk: (name) => limitFiles(name, '0'),
    freeDisk: (name) => limitFiles(name, 'unlimited'),
    pause: (name) => signal(name, 'SIGSTOP'),
    goOn: (name) => signal(name, 'SIGCONT'),
    crash: async (name) => {
      const server = find(name);
      if (server !== undefined) await stopProcess(server.process, KILL);
    },
    revive: async (name) => {
      const plan = plans.find((one) => one.name === name);
      const record = readRecord(folder);
      if (plan === undefined || record === undefined) {
        throw new StackFault('SERVER_FAILED', `There is no ${name} in ${folder}.`);
      }
      const { command, port, startTimeoutMs } = plan;
      const server = await startServer(command);
      const started = { name, port, logFile: command.logFile, process: server.identity };
      const others = record.servers.filter((one) => one.name !== name);
      writeRecord(folder, { ...record, servers: [...others, started] });
      const isUp = await poll(() => plan.isReady(), {
        timeoutMs: startTimeoutMs,
        intervalMs: READY_INTERVAL_MS,
      });
      if (!isUp) throw serverFailed('START_TIMEOUT', command.name, command.logFile);
    },
  };
}

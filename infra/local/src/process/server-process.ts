import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { StackFault } from '../stack-fault.ts';
import { identify, type ProcessIdentity } from './process-identity.ts';

const LOG_TAIL_LINES = 12;
/** Becomes the program once it is told to; where its starter has gone, it ends. */
const GATE = 'read -r go && exec "$@" </dev/null';

/** How to start one server. Its output goes to `logFile`. */
export interface ServerCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly logFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** A server of ours: who it is, and whether it has ended already. */
export interface ServerProcess {
  readonly identity: ProcessIdentity;
  hasExited(): boolean;
}

/**
 * Starts a server in its own process group, so that it outlives the starter and a Ctrl-C in the
 * starter's terminal does not reach it. The program runs once `note` has written down who it is:
 * a starter that is killed in between leaves no server that nobody knows of.
 * @throws StackFault SERVER_FAILED where no process can be started at all.
 */
export async function startServer(
  command: ServerCommand,
  note: (identity: ProcessIdentity) => void,
): Promise<ServerProcess> {
  const log = openSync(command.logFile, 'a');
  const child = spawn('/bin/sh', ['-c', GATE, command.name, command.program, ...command.args], {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: ['pipe', log, log],
    ...(command.uid === undefined ? {} : { uid: command.uid }),
    ...(command.gid === undefined ? {} : { gid: command.gid }),
  });
  let exited = false;
  child.once('exit', () => {
    exited = true;
  });
  try {
    await new Promise<void>((started, failed) => {
      child.once('spawn', started);
      child.once('error', failed);
    });
  } catch (cause) {
    throw new StackFault('SERVER_FAILED', `${command.name} cannot be started.`, cause);
  } finally {
    closeSync(log);
  }
  child.unref();
  child.stdin?.on('error', () => undefined);
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw serverFailed('SERVER_FAILED', command.name, command.logFile);
  note(identity);
  child.stdin?.end('go\n');
  return { identity, hasExited: () => exited };
}

/** The fault of a server that ended or never became ready, with the end of its log. */
export function serverFailed(
  code: 'SERVER_FAILED' | 'START_TIMEOUT',
  name: string,
  logFile: string,
): StackFault {
  return new StackFault(
    code,
    `${name} did not become ready; the end of ${logFile}:\n${logTail(logFile)}`,
  );
}

function logTail(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
  } catch {
    return '(no log)';
  }
}

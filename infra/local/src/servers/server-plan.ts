import type { ProcessIdentity } from '../process/process-identity.ts';
import type { ServerCommand } from '../process/server-process.ts';
import type { StopRequest } from '../process/stop-process.ts';
import type { RecordedServer, ServerName } from '../state/stack-record.ts';

/** All that the stack has to know about one server, ready to start. */
export interface ServerPlan {
  readonly name: ServerName;
  readonly port: number;
  readonly command: ServerCommand;
  readonly startTimeoutMs: number;
  /** True once a client would be served. */
  isReady(): Promise<boolean>;
}

/** What is written down of a server as soon as its process is there. */
export function recordedServer(
  { command, name, port }: ServerPlan,
  identity: ProcessIdentity,
): RecordedServer {
  return { name, port, logFile: command.logFile, process: identity };
}

/** Ends a server so that its data is whole at the next start. */
export const gracefulStop: Readonly<Record<ServerName, StopRequest>> = {
  kafka: { signal: 'SIGTERM', graceMs: 15_000 },
  temporal: { signal: 'SIGTERM', graceMs: 10_000 },
  clickhouse: { signal: 'SIGTERM', graceMs: 15_000 },
  // "Fast shutdown": ends the sessions and writes a checkpoint.
  postgres: { signal: 'SIGINT', graceMs: 15_000 },
};

/** Ends a server whose data is thrown away. */
export const quickStop: Readonly<Record<ServerName, StopRequest>> = {
  kafka: { signal: 'SIGKILL', graceMs: 5_000 },
  temporal: { signal: 'SIGKILL', graceMs: 5_000 },
  clickhouse: { signal: 'SIGKILL', graceMs: 5_000 },
  // "Immediate shutdown": unlike a kill it returns the shared memory and ends the children.
  postgres: { signal: 'SIGQUIT', graceMs: 5_000 },
};

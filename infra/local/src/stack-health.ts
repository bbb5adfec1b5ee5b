import { isAlive } from './process/process-identity.ts';
import { isClickhouseReady } from './servers/clickhouse.ts';
import { isKafkaReady } from './servers/kafka-probe.ts';
import { isPostgresReady } from './servers/postgres.ts';
import { isTemporalReady } from './servers/temporal.ts';
import type { RecordedServer, ServerName, StackRecord } from './state/stack-record.ts';

/** One server as it is now. */
export interface ServerHealth {
  readonly name: ServerName;
  readonly pid: number;
  readonly port: number;
  readonly logFile: string;
  readonly state: 'ready' | 'not answering' | 'ended';
}

/** Asks every server of a record. `temporalProgram` is the CLI that does the asking. */
export function healthOf(
  record: StackRecord,
  temporalProgram: string,
): Promise<readonly ServerHealth[]> {
  return Promise.all(record.servers.map((server) => serverHealth(server, temporalProgram)));
}

/** True where every server of the record lives and answers. */
export function isHealthy(health: readonly ServerHealth[], expected: number): boolean {
  return health.length === expected && health.every(({ state }) => state === 'ready');
}

async function serverHealth(
  server: RecordedServer,
  temporalProgram: string,
): Promise<ServerHealth> {
  const { name, port, logFile } = server;
  const known = { name, port, logFile, pid: server.process.pid };
  if (!isAlive(server.process)) return { ...known, state: 'ended' };
  const answers = await isAnswering(name, port, temporalProgram);
  return { ...known, state: answers ? 'ready' : 'not answering' };
}

function isAnswering(name: ServerName, port: number, temporalProgram: string): Promise<boolean> {
  if (name === 'kafka') return isKafkaReady(port);
  if (name === 'temporal') return isTemporalReady(temporalProgram, `127.0.0.1:${port}`);
  if (name === 'clickhouse') return isClickhouseReady(`http://127.0.0.1:${port}`);
  return isPostgresReady(port);
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../places.ts';
import { runTool, type ToolOptions } from '../process/run-tool.ts';
import { StackFault } from '../stack-fault.ts';
import { askTcp } from './ask-tcp.ts';
import { copyBinaries, isOpenToOthers, postgresNativeDir } from './postgres-binaries.ts';
import type { ServerPlan } from './server-plan.ts';

const START_TIMEOUT_MS = 60_000;
const PREPARE_TIMEOUT_MS = 60_000;
const PROTOCOL_VERSION = 196_608;
const AUTHENTICATION_OK = 'R'.charCodeAt(0);
const FALLBACK_NOBODY_ID = 65_534;

/** The role and the database that the stack creates. */
export const postgresName = 'shield';

/** What one server is made of. */
export interface PostgresOptions {
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
  readonly ephemeral: boolean;
  readonly env: Environment;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Prepares the cluster (once) and says how to start the server. */
export async function planPostgres(options: PostgresOptions): Promise<ServerPlan> {
  const isRoot = userInfo().uid === 0;
  const account = isRoot ? await unprivilegedAccount() : {};
  const { binDir, dataDir } = await placePostgres(options.folder, isRoot);
  await ownedFolder(dataDir, account);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) {
    await createCluster(binDir, dataDir, account);
  }
  return {
    name: 'postgres',
    port: options.port,
    startTimeoutMs: START_TIMEOUT_MS,
    isReady: () => isPostgresReady(options.port),
    command: {
      name: 'PostgreSQL',
      program: join(binDir, 'postgres'),
      args: postgresArgs(dataDir, options),
      cwd: dataDir,
      logFile: options.logFile,
      env: options.env,
      ...account,
    },
  };
}

function postgresArgs(
  dataDir: string,
  options: Pick<PostgresOptions, 'port' | 'ephemeral'>,
): readonly string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    max_connections: '200',
    log_min_messages: 'warning',
    // Recycled files keep what they held, and no erasure reaches them.
    wal_recycle: 'off',
    // Data that is thrown away need not survive a power cut.
    ...(options.ephemeral ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  return ['-D', dataDir, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
}

/** Where binaries and data go for a folder that `nobody` cannot reach. */
export function postgresAsideDir(folder: string): string {
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return join(tmpdir(), `hrd-shield-postgres-${key}`);
}

/** PostgreSQL refuses to run as root, so it needs places that `nobody` can reach. */
async function placePostgres(
  folder: string,
  isRoot: boolean,
): Promise<{ readonly binDir: string; readonly dataDir: string }> {
  const native = await postgresNativeDir();
  await mkdir(folder, { recursive: true });
  const reachable = !isRoot || ((await isOpenToOthers(native)) && (await isOpenToOthers(folder)));
  if (reachable) return { binDir: join(native, 'bin'), dataDir: join(folder, 'data') };
  const open = postgresAsideDir(folder);
  await mkdir(open, { recursive: true, mode: 0o755 });
  const copied = await copyBinaries(native, open);
  return { binDir: join(copied, 'bin'), dataDir: join(open, 'data') };
}

async function ownedFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(folder, account.uid, account.gid);
  }
}

async function unprivilegedAccount(): Promise<Account> {
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(accounts);
  return {
    uid: Number(nobody?.[1] ?? FALLBACK_NOBODY_ID),
    gid: Number(nobody?.[2] ?? FALLBACK_NOBODY_ID),
  };
}

async function createCluster(binDir: string, dataDir: string, account: Account): Promise<void> {
  const options: ToolOptions = { ...account, cwd: dataDir, timeoutMs: PREPARE_TIMEOUT_MS };
  await requireTool(
    join(binDir, 'initdb'),
    ['-D', dataDir, '-U', postgresName, '--auth=trust', '--encoding=UTF8'].concat([
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ]),
    options,
  );
  // The package has no psql; single-user mode creates the database without one.
  await requireTool(
    join(binDir, 'postgres'),
    ['--single', '-D', dataDir, '-c', 'log_min_messages=warning', 'postgres'],
    { ...options, input: `CREATE DATABASE ${postgresName};\n` },
  );
}

async function requireTool(
  program: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<void> {
  const { exitCode, output } = await runTool(program, args, options);
  if (exitCode === 0) return;
  throw new StackFault('SERVER_FAILED', `PostgreSQL's data folder could not be made:\n${output}`);
}

/**
 * True once a session can be opened.
 * @source https://www.postgresql.org/docs/18/protocol-message-formats.html (StartupMessage)
 */
export async function isPostgresReady(port: number): Promise<boolean> {
  const answer = await askTcp(port, startupMessage(), (bytes) => bytes.length > 0);
  return answer?.[0] === AUTHENTICATION_OK;
}

function startupMessage(): Buffer {
  const text = Buffer.from(`user\0${postgresName}\0database\0${postgresName}\0\0`, 'latin1');
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + text.length, 0);
  head.writeInt32BE(PROTOCOL_VERSION, 4);
  return Buffer.concat([head, text]);
}

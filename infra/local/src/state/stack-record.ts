import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../process/process-identity.ts';
import { StackFault } from '../stack-fault.ts';

/** The four servers, in the order in which they are shown. */
export const serverNames = ['kafka', 'temporal', 'clickhouse', 'postgres'] as const;

/** One of the four servers. */
export type ServerName = (typeof serverNames)[number];

/** Where clients find the four servers. */
export interface StackAddresses {
  /** `host:port`, more than one divided by commas. */
  readonly kafkaBrokers: string;
  /** `host:port` */
  readonly temporalAddress: string;
  /** `http://host:port` */
  readonly clickhouseUrl: string;
  /** `postgres://user@host:port/database` */
  readonly databaseUrl: string;
}

/** One started server. */
export interface RecordedServer {
  readonly name: ServerName;
  readonly process: ProcessIdentity;
  readonly port: number;
  readonly logFile: string;
}

/** What a starter writes down before and while it starts servers, so that anyone can clean up. */
export interface StackRecord {
  readonly format: 1;
  readonly phase: 'starting' | 'running';
  readonly ephemeral: boolean;
  readonly starter: ProcessIdentity;
  readonly servers: readonly RecordedServer[];
  readonly addresses: StackAddresses;
}

/** The record's file in a stack's folder. */
function recordFile(folder: string): string {
  return join(folder, 'stack.json');
}

/** Writes the record in one step: a reader never sees half of it. */
export function writeRecord(folder: string, record: StackRecord): void {
  const temporary = `${recordFile(folder)}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, recordFile(folder));
}

/** Removes the record; does nothing where there is none. */
export function removeRecord(folder: string): void {
  rmSync(recordFile(folder), { force: true });
}

/**
 * Reads the record of a folder.
 * @throws StackFault RECORD_INVALID where the file is there but is none of ours.
 */
export function readRecord(folder: string): StackRecord | undefined {
  const file = recordFile(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  return parseRecord(text, file);
}

/** Parses a record; `origin` names it in the fault. */
export function parseRecord(text: string, origin: string): StackRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(origin, cause);
  }
  if (!isRecord(value)) throw invalid(origin);
  return value;
}

function invalid(origin: string, cause?: unknown): StackFault {
  return new StackFault(
    'RECORD_INVALID',
    `${origin} is not a stack record of this version; end what it names by hand and delete it.`,
    cause,
  );
}

function isRecord(value: unknown): value is StackRecord {
  if (!isObject(value) || value.format !== 1) return false;
  if (value.phase !== 'starting' && value.phase !== 'running') return false;
  if (typeof value.ephemeral !== 'boolean' || !isIdentity(value.starter)) return false;
  return (
    Array.isArray(value.servers) && value.servers.every(isServer) && isAddresses(value.addresses)
  );
}

function isServer(value: unknown): value is RecordedServer {
  if (!isObject(value) || !isIdentity(value.process)) return false;
  const known = serverNames.some((name) => name === value.name);
  return known && typeof value.port === 'number' && typeof value.logFile === 'string';
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return isObject(value) && Number.isInteger(value.pid) && typeof value.startMark === 'string';
}

function isAddresses(value: unknown): value is StackAddresses {
  if (!isObject(value)) return false;
  const keys = ['kafkaBrokers', 'temporalAddress', 'clickhouseUrl', 'databaseUrl'];
  return keys.every((key) => typeof value[key] === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseBackend } from './choose-backend.ts';
import { placesOf } from './places.ts';
import { poll } from './process/poll.ts';
import { isAlive } from './process/process-identity.ts';
import { tsxCommand } from './process/tsx-command.ts';
import { findRunningStack, startStack, stopStack } from './stack.ts';
import { type RecordedServer, readRecord } from './state/stack-record.ts';

const WAIT = { timeoutMs: 60_000, intervalMs: 50 };
let stateDir: string;
let children: ChildProcess[];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'shield-life-cycle-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await stopStack(options());
  rmSync(stateDir, { recursive: true, force: true });
});

function options() {
  return { env: process.env, places: { ...placesOf(process.env), stateDir } };
}

function run(file: string, args: readonly string[] = []): ChildProcess {
  const command = tsxCommand(new URL(file, import.meta.url), args);
  const env = { ...process.env, SHIELD_STATE_DIR: stateDir };
  const child = spawn(command.program, command.args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((told, failed) => {
    let complaints = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaints += chunk.toString('utf8');
    });
    child.stdout?.once('data', (chunk: Buffer) => told(chunk.toString('utf8').trim()));
    child.once('close', () => failed(new TypeError(`the starter ended: ${complaints}`)));
  });
}

function serversOf(folder: string): readonly RecordedServer[] {
  return readRecord(folder)?.servers ?? [];
}

function allEnded(servers: readonly RecordedServer[]): boolean {
  return servers.every((server) => !isAlive(server.process));
}

test('a kept stack is found by the next start, survives it, keeps its ports and ends once', async () => {
  const first = await startStack(options());
  const second = await startStack(options());
  expect([first.isReused, second.isReused]).toEqual([false, true]);
  await second.stop();
  const servers = serversOf(first.folder);
  expect(servers.map(({ name }) => name).sort()).toEqual([
    'clickhouse',
    'kafka',
    'postgres',
    'temporal',
  ]);
  expect((await findRunningStack(options()))?.addresses).toEqual(first.addresses);
  const lines: string[] = [];
  const { places, env } = options();
  const chosen = await chooseBackend(env, { places, log: (line) => lines.push(line) });
  expect(chosen.addresses).toEqual(first.addresses);
  expect(lines[0]).toMatch(/^Backend: local/);
  await chosen.stop();
  expect(allEnded(servers)).toBe(false);
  expect(await stopStack(options())).toBe(true);
  expect(allEnded(servers)).toBe(true);
  expect(await stopStack(options())).toBe(false);
  const third = await startStack(options());
  expect(third.addresses).toEqual(first.addresses);
});

test('an ephemeral stack ends with its starter, even when that is killed', async () => {
  const starter = run('../fixtures/hold-ephemeral-stack.ts');
  const folder = await firstLine(starter);
  const servers = serversOf(folder);
  expect(servers).toHaveLength(4);
  starter.kill('SIGKILL');
  expect(await poll(() => allEnded(servers) && !existsSync(folder), WAIT)).toBe(true);
  expect(readdirSync(stateDir).filter((name) => name.startsWith('run-'))).toEqual([]);
});

test('a start that is killed half-way is cleaned up by the next, which then becomes ready', async () => {
  const folder = join(stateDir, 'stack');
  const starter = run('./cli.ts', ['up']);
  const hasStarted = (): boolean => serversOf(folder).some(({ name }) => name === 'temporal');
  expect(await poll(hasStarted, WAIT)).toBe(true);
  starter.kill('SIGKILL');
  const abandoned = serversOf(folder);
  expect(readRecord(folder)?.phase).toBe('starting');
  const stack = await startStack(options());
  expect(stack.isReused).toBe(false);
  expect(allEnded(abandoned)).toBe(true);
  expect(allEnded(serversOf(folder))).toBe(false);
});

test('a stack of which one server died is started anew', async () => {
  const first = await startStack(options());
  const postgres = serversOf(first.folder).find(({ name }) => name === 'postgres');
  if (postgres === undefined) expect.fail('no PostgreSQL in the record');
  process.kill(postgres.process.pid, 'SIGQUIT');
  expect(await poll(() => allEnded([postgres]), WAIT)).toBe(true);
  const second = await startStack(options());
  expect(second.isReused).toBe(false);
  expect(allEnded(serversOf(second.folder))).toBe(false);
});

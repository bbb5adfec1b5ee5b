import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { poll } from './poll.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import { type ServerCommand, startServer } from './server-process.ts';
import { tsxCommand } from './tsx-command.ts';

const WAIT = { timeoutMs: 20_000, intervalMs: 20 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shield-server-process-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function command(program: string, args: readonly string[]): ServerCommand {
  const logFile = join(folder, 'log');
  return { name: 'server', program, args, cwd: folder, logFile, env: process.env };
}

test('a server runs as the process that was noted, with its arguments as they are', async () => {
  const noted: ProcessIdentity[] = [];
  const told = command('sh', ['-c', 'echo "$$ $1"; cat', 'sh', 'two "words"']);
  const server = await startServer(told, (identity) => noted.push(identity));
  expect(noted).toEqual([server.identity]);
  expect(await poll(() => server.hasExited(), WAIT)).toBe(true);
  expect(readFileSync(told.logFile, 'utf8')).toBe(`${server.identity.pid} two "words"\n`);
});

test('a program that does not exist ends, and the log says so', async () => {
  const told = command('no-such-program', []);
  const server = await startServer(told, () => undefined);
  expect(await poll(() => server.hasExited(), WAIT)).toBe(true);
  expect(readFileSync(told.logFile, 'utf8')).toMatch(/no-such-program.*not found/);
});

test('a starter that is killed before it has noted its server leaves none behind', async () => {
  const created = join(folder, 'created');
  const starter = tsxCommand(new URL('../../fixtures/die-before-noting.ts', import.meta.url), [
    join(folder, 'log'),
    created,
  ]);
  const child = spawn(starter.program, starter.args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let pid = '';
  child.stdout.on('data', (chunk: Buffer) => {
    pid += chunk.toString('utf8');
  });
  await new Promise((closed) => child.once('close', closed));
  const server = identify(Number(pid));
  expect(Number(pid)).toBeGreaterThan(0);
  expect(await poll(() => server === undefined || !isAlive(server), WAIT)).toBe(true);
  expect(existsSync(created)).toBe(false);
});

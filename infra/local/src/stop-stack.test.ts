import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identify, isAlive, type ProcessIdentity } from './process/process-identity.ts';
import type { StackRecord } from './state/stack-record.ts';
import { stopFolder, sweepCrashed } from './stop-stack.ts';

const GONE: ProcessIdentity = { pid: 1, startMark: 'never' };
let stateDir: string;
let children: ChildProcess[];

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'shield-sweep-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(stateDir, { recursive: true, force: true });
});

function sleeper(): ProcessIdentity {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  children.push(child);
  return identify(child.pid ?? 0) ?? GONE;
}

function ephemeralFolder(starter: ProcessIdentity, server: ProcessIdentity): string {
  const folder = join(stateDir, 'run-test');
  mkdirSync(folder);
  const record: StackRecord = {
    format: 1,
    phase: 'running',
    ephemeral: true,
    starter,
    servers: [{ name: 'temporal', port: 1, logFile: '', process: server }],
    addresses: { kafkaBrokers: '', temporalAddress: '', clickhouseUrl: '', databaseUrl: '' },
  };
  writeFileSync(join(folder, 'stack.json'), JSON.stringify(record));
  return folder;
}

test('what a crashed run left behind is ended and removed by the next', async () => {
  const server = sleeper();
  const folder = ephemeralFolder(GONE, server);
  expect(await sweepCrashed(stateDir)).toBe(1);
  expect(isAlive(server)).toBe(false);
  expect(existsSync(folder)).toBe(false);
});

test('the stack of a run that still lives is left alone', async () => {
  const server = sleeper();
  ephemeralFolder(sleeper(), server);
  expect(await sweepCrashed(stateDir)).toBe(0);
  expect(isAlive(server)).toBe(true);
});

test('a process that only has the recorded id, but started at another time, is not ended', async () => {
  const stranger = sleeper();
  const folder = ephemeralFolder(GONE, { pid: stranger.pid, startMark: 'earlier' });
  await stopFolder(folder);
  expect(isAlive(stranger)).toBe(true);
});

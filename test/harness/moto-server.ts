import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { placesOf } from '@hrd-shield/local-stack';
import { until } from './until.ts';

const run = promisify(execFile);
const VERSION = '5.2.2';
const INSTALL_MS = 240_000;
const READY_MS = 60_000;

export interface MotoServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * The server of moto, which answers as AWS does; installed once through the ordinary client of
 * Python packages. Where it cannot be had the test fails.
 */
export async function startMotoServer(): Promise<MotoServer> {
  const program = await installed();
  const port = await freePort();
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await until(
    'moto answers',
    async () => (await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined))?.ok,
    READY_MS,
  );
  return {
    endpoint,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

async function installed(): Promise<string> {
  const { cacheDir } = placesOf(process.env);
  const folder = join(cacheDir, `moto-${VERSION}`);
  const program = join(folder, 'bin', 'moto_server');
  const ready = join(folder, 'ready');
  if (existsSync(ready)) return program;
  await mkdir(cacheDir, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  const options = { timeout: INSTALL_MS };
  await run('python3', ['-m', 'venv', folder], options);
  const wanted = `moto[kms,server]==${VERSION}`;
  await run(join(folder, 'bin', 'pip'), ['install', '--quiet', wanted], options);
  await writeFile(ready, '');
  return program;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine, EngineAnswer } from './engine.ts';
import { createFront, httpStatusOf } from './http-server.ts';
import { createWorkQueue } from './work-queue.ts';

const ONE_ROW: EngineAnswer = { ok: true, bytes: Buffer.from('1\n'), readRows: 1 };
let server: Server;
let url: string;
let execute: Engine['execute'];

beforeEach(async () => {
  execute = () => Promise.resolve(ONE_ROW);
  server = createFront({
    engine: {
      execute: (statement) => execute(statement),
      version: () => Promise.resolve('1'),
      close: () => undefined,
    },
    queue: createWorkQueue(10),
    limits: { maxBodyBytes: 100, defaultTimeoutMs: 60_000 },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('/ping is answered while the engine is busy', async () => {
  execute = () => new Promise(() => undefined);
  const busy = new AbortController();
  const query = fetch(url, { method: 'POST', body: 'SELECT 1', signal: busy.signal });
  const answer = await fetch(new URL('/ping', url));
  expect(await answer.text()).toBe('Ok.\n');
  busy.abort();
  await expect(query).rejects.toThrow();
});

test('a refusal carries its number in the header and its words in the body', async () => {
  const text = 'Code: 60. DB::Exception: Table t does not exist. (UNKNOWN_TABLE)';
  execute = () => Promise.resolve({ ok: false, refusal: { code: 60, text } });
  const answer = await fetch(url, { method: 'POST', body: 'SELECT * FROM t' });
  expect(answer.status).toBe(404);
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('60');
  expect(await answer.text()).toBe(`${text}\n`);
});

test('a query that outlives its time is refused as such', async () => {
  execute = () => new Promise(() => undefined);
  const answer = await fetch(`${url}?max_execution_time=0.01`, {
    method: 'POST',
    body: 'SELECT 1',
  });
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('159');
});

test('a caller who bound itself to reading cannot write', async () => {
  const answer = await fetch(`${url}?readonly=2`, { method: 'POST', body: 'DROP TABLE t' });
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('164');
});

test('a body above the bound is refused', async () => {
  const answer = await fetch(url, { method: 'POST', body: `SELECT '${'x'.repeat(200)}'` });
  expect(answer.headers.get('x-clickhouse-exception-code')).toBe('241');
});

test('a web page and a foreign host name are refused', async () => {
  expect(await statusWith({ origin: 'https://example.org' })).toBe(403);
  expect(await statusWith({ host: 'example.org' })).toBe(403);
  expect(await statusWith({})).toBe(200);
});

test('the HTTP status follows the kind of the error', () => {
  expect(httpStatusOf(62)).toBe(400);
  expect(httpStatusOf(60)).toBe(404);
  expect(httpStatusOf(999)).toBe(500);
});

function statusWith(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((done, failed) => {
    const sent = request(`${url}?query=SELECT%201`, { headers }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    sent.once('error', failed);
    sent.end();
  });
}

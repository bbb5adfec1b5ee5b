import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Engine, EngineAnswer } from './engine.ts';
import type { EngineRefusal } from './engine-text.ts';
import { type FrontRequest, isReadStatement, parseFrontRequest } from './http-request.ts';
import type { WorkEnd, WorkQueue, WorkRefusal } from './work-queue.ts';

/** Bounds of the front. */
export interface FrontLimits {
  readonly maxBodyBytes: number;
  readonly defaultTimeoutMs: number;
}

/** What the front serves with. */
export interface FrontDeps {
  readonly engine: Engine;
  readonly queue: WorkQueue;
  readonly limits: FrontLimits;
}

const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/**
 * A part of the ClickHouse HTTP interface, wide enough for its official client.
 * @source https://clickhouse.com/docs/interfaces/http
 */
export function createFront(deps: FrontDeps): Server {
  return createServer((request, response) => {
    serve(deps, request, response).catch((fault: unknown) => {
      sendRefusal(response, {
        code: 1002,
        text: `Code: 1002. DB::Exception: ${String(fault)}. (UNKNOWN_EXCEPTION)`,
      });
    });
  });
}

async function serve(
  deps: FrontDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  // A web page in a browser on this machine must not reach the engine.
  if (request.headers.origin !== undefined || !LOOPBACK_HOST.test(request.headers.host ?? '')) {
    return send(response, 403, 'Only clients on this machine, no web pages.\n');
  }
  if (url.pathname === '/ping' || (request.method === 'GET' && url.search === '')) {
    return send(response, 200, 'Ok.\n');
  }
  if (url.pathname !== '/') return send(response, 404, 'There is no handler.\n');
  const body = await readBody(request, deps.limits.maxBodyBytes);
  if (body === undefined) {
    return sendRefusal(
      response,
      refusal(241, 'The request body is too large', 'MEMORY_LIMIT_EXCEEDED'),
    );
  }
  await answer(deps, parseFrontRequest(url.searchParams, request.headers, body), response);
}

async function answer(
  deps: FrontDeps,
  asked: FrontRequest,
  response: ServerResponse,
): Promise<void> {
  const { statement } = asked;
  response.setHeader('X-ClickHouse-Query-Id', asked.queryId ?? randomUUID());
  if (statement.sql.trim() === '') {
    return sendRefusal(response, refusal(62, 'Empty query', 'SYNTAX_ERROR'));
  }
  if (asked.isReadOnly && !isReadStatement(statement.sql)) {
    return sendRefusal(response, refusal(164, 'Cannot execute query in readonly mode', 'READONLY'));
  }
  const abandoned = new AbortController();
  response.once('close', () => abandoned.abort());
  const timeoutMs = asked.maxExecutionMs ?? deps.limits.defaultTimeoutMs;
  const end = await deps.queue.run(() => deps.engine.execute(statement), {
    kind: asked.isInsert ? 'insert' : 'read',
    timeoutMs,
    abandoned: abandoned.signal,
  });
  sendEnd(response, asked, end, timeoutMs);
}

function sendEnd(
  response: ServerResponse,
  asked: FrontRequest,
  end: WorkEnd<EngineAnswer>,
  timeoutMs: number,
): void {
  if (!end.done) {
    sendRefusal(response, refusalOfQueue(end.refusal, timeoutMs));
    return;
  }
  if (!end.value.ok) {
    sendRefusal(response, end.value.refusal);
    return;
  }
  const { bytes, readRows } = end.value;
  response.setHeader('X-ClickHouse-Format', asked.statement.format);
  response.setHeader(
    'X-ClickHouse-Summary',
    JSON.stringify({ read_rows: String(readRows), result_bytes: String(bytes.length) }),
  );
  if (asked.wantsCompression) response.setHeader('Content-Encoding', 'gzip');
  send(response, 200, asked.wantsCompression ? gzipSync(bytes) : bytes);
}

function refusalOfQueue(cause: WorkRefusal, timeoutMs: number): EngineRefusal {
  if (cause === 'queue-full') {
    return refusal(
      202,
      'Too many simultaneous queries: the queue is full',
      'TOO_MANY_SIMULTANEOUS_QUERIES',
    );
  }
  if (cause === 'abandoned') return refusal(394, 'Query was cancelled', 'QUERY_WAS_CANCELLED');
  return refusal(159, `Timeout exceeded: ${timeoutMs} ms, waiting included`, 'TIMEOUT_EXCEEDED');
}

function refusal(code: number, message: string, name: string): EngineRefusal {
  return { code, text: `Code: ${code}. DB::Exception: ${message}. (${name})` };
}

/**
 * The HTTP status of an error number, as the server chooses it.
 * @source https://github.com/ClickHouse/ClickHouse/blob/master/src/Server/HTTP/exceptionCodeToHTTPStatus.cpp
 */
export function httpStatusOf(code: number): number {
  if (code === 60 || code === 81) return 404;
  if (code === 62 || code === 47 || code === 42 || code === 43 || code === 53) return 400;
  if (code === 27 || code === 117 || code === 456 || code === 457) return 400;
  if (code === 159) return 408;
  if (code === 241 || code === 202) return 503;
  return 500;
}

function sendRefusal(response: ServerResponse, refused: EngineRefusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.setHeader('X-ClickHouse-Exception-Code', String(refused.code));
  send(response, httpStatusOf(refused.code), `${refused.text}\n`);
}

function send(response: ServerResponse, status: number, body: string | Uint8Array): void {
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  const isCompressed = request.headers['content-encoding'] === 'gzip';
  return (isCompressed ? gunzipSync(whole, { maxOutputLength: maxBytes }) : whole).toString('utf8');
}

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ShieldError } from '@hrd-shield/contracts';

/** Can this part do the next unit of work? A rejection counts as no. */
export type HealthCheck = () => boolean | Promise<boolean>;
export type HealthChecks = Readonly<Record<string, HealthCheck>>;

export interface HealthOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Asked at each `/readyz`. */
  readonly checks: () => HealthChecks;
  readonly metricsText: () => Promise<string>;
}

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

const CHECK_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;

/**
 * Serves `/livez`, `/readyz` and `/metrics`.
 * @throws ShieldError `config.invalid` when the port cannot be taken
 */
export async function serveHealth(options: HealthOptions): Promise<HealthServer> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    void answer(request.method ?? '', request.url ?? '', options, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const detail = `SHIELD_HTTP_PORT ${options.port} on ${options.host} cannot be taken`;
      reject(new ShieldError('config.invalid', { detail, cause }));
    });
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  method: string,
  url: string,
  options: HealthOptions,
  response: ServerResponse,
): Promise<void> {
  if (method !== 'GET') return reply(response, 405, 'only GET\n');
  switch (url.split('?')[0]) {
    case '/livez':
      return reply(response, 200, 'ok\n');
    case '/readyz': {
      const results = await runChecks(options.checks());
      const ready = results.every((result) => result.ok);
      const lines = results.map((result) => `${result.ok ? 'ok' : 'no'} ${result.name}\n`);
      return reply(response, ready ? 200 : 503, lines.join('') || 'ok\n');
    }
    case '/metrics':
      return reply(response, 200, await options.metricsText());
    default:
      return reply(response, 404, 'only /livez, /readyz and /metrics\n');
  }
}

/** True where every part can do the next unit of work. */
export async function isReady(checks: HealthChecks): Promise<boolean> {
  return (await runChecks(checks)).every(({ ok }) => ok);
}

async function runChecks(
  checks: HealthChecks,
): Promise<readonly { readonly name: string; readonly ok: boolean }[]> {
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, ok: await passes(check) })),
  );
}

async function passes(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), timeout]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function reply(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
}

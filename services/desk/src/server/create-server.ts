import { isIP } from 'node:net';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { ShieldError } from '@hrd-shield/contracts';
import { CSRF_HEADER, DESK_ROUTES, type DeskAct, type DeskRoute } from '@hrd-shield/contracts/desk';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { digestOf } from '../desk-secrets.ts';
import { codeOfFault, sendProblem } from './problem.ts';
import type { Handlers } from './route-types.ts';
import { type AnyHandler, type ServeDeps, serveRoute } from './serve-route.ts';

const BODY_BYTES_MAX = 262_144;
const REQUEST_TIMEOUT_MS = 15_000;
const MINUTE_MS = 60_000;
const PARAM_CHARS_MAX = 64;
const YEAR_SECONDS = 31_536_000;
const CLIENTS_MAX = 50_000;
const UPLOAD_TYPE = 'application/octet-stream';

export interface DeskServerOptions {
  readonly isSecure: boolean;
  readonly csrfKey: string;
  readonly requestsPerMinute: number;
  readonly proxyHops: number;
  /** Told of faults that are answered with 5xx. */
  readonly onFault: (fault: unknown) => void;
  /** Told of every answer. */
  readonly onAnswer: (act: string, status: number, durationMs: number) => void;
}

/** The server with every route of the table; nothing else is served. */
export async function createServer(
  deps: ServeDeps,
  handlers: Handlers,
  options: DeskServerOptions,
): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    trustProxy: (_address: string, hop: number) => hop < options.proxyHops,
    routerOptions: { maxParamLength: PARAM_CHARS_MAX },
    frameworkErrors: (_error, _request, reply) => {
      sendProblem(reply, 'request.malformed');
    },
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    },
  });
  answerFaults(server, options);
  await protect(server, options);
  server.addContentTypeParser(UPLOAD_TYPE, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  for (const [act, route] of Object.entries(DESK_ROUTES) as [DeskAct, DeskRoute][]) {
    // Each handler has the types of its own route; the table keeps them together.
    const handler = handlers[act] as unknown as AnyHandler;
    server.route({
      method: route.method,
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      ...(route.bodyBytesMax === undefined ? {} : { bodyLimit: route.bodyBytesMax }),
      preValidation: async (request, reply) => {
        const isUpload = Buffer.isBuffer(request.body);
        if (isUpload === (route.isUpload === true) || request.body === undefined) return undefined;
        return sendProblem(reply, 'request.unsupported');
      },
      preHandler: (request, reply, done) =>
        isSignedByCookie(request) ? server.csrfProtection(request, reply, done) : done(),
      config: { act } as object,
      handler: serveRoute(deps, act, route, handler),
    });
  }
  return server;
}

/** Headers, cookies, limits: before any route. */
async function protect(server: FastifyInstance, options: DeskServerOptions): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    hsts: { maxAge: YEAR_SECONDS, includeSubDomains: true },
    frameguard: { action: 'deny' },
  });
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  await server.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: MINUTE_MS,
    cache: CLIENTS_MAX,
    keyGenerator: clientOf,
    errorResponseBuilder: () => new ShieldError('request.too-many'),
  });
  await server.register(cookie);
  const secure = options.isSecure;
  await server.register(csrf, {
    cookieKey: secure ? '__Host-shield-csrf' : 'shield-csrf',
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'strict', secure },
    csrfOpts: { hmacKey: options.csrfKey, userInfo: true },
    getToken: (request) => String(request.headers[CSRF_HEADER] ?? ''),
    getUserInfo: (request) => sessionCookieOf(request),
  });
}

/** A browser sends cookies by itself: a write with one proves that the person meant it. */
function isSignedByCookie(request: FastifyRequest): boolean {
  const hasSession = sessionOf(request) !== '' && request.headers.authorization === undefined;
  return hasSession && request.method !== 'GET';
}

function sessionOf({ cookies }: FastifyRequest): string {
  return cookies['__Host-shield-session'] ?? cookies['shield-session'] ?? '';
}

/** The token against forged requests is bound to the session. */
export function sessionCookieOf(request: FastifyRequest): string {
  return digestOf(sessionOf(request));
}

/**
 * Whom a limit counts: an address, since whatever else is sent can be made up; of IPv6 its network,
 * of which one person has all.
 */
function clientOf(request: FastifyRequest): string {
  if (isIP(request.ip) !== 6) return request.ip;
  const [head = '', tail] = request.ip.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled = tail === undefined ? groups : [...groups, ...zeros(groups, rest), ...rest];
  return filled.slice(0, NETWORK_GROUPS).join(':');
}

const NETWORK_GROUPS = 4;
const ADDRESS_GROUPS = 8;

function zeros(head: readonly string[], tail: readonly string[]): readonly string[] {
  return Array<string>(Math.max(0, ADDRESS_GROUPS - head.length - tail.length)).fill('0');
}

/** The framework's own texts quote paths and bodies: nothing of them is sent. */
function answerFaults(server: FastifyInstance, options: DeskServerOptions): void {
  server.setNotFoundHandler((_request, reply) => sendProblem(reply, 'request.unknown-route'));
  server.setErrorHandler((error, _request, reply) => {
    const code = codeOfFault(error);
    sendProblem(reply, code);
    if (reply.statusCode >= 500) options.onFault(error);
  });
  server.addHook('onResponse', async (request, reply) => {
    const { act } = request.routeOptions.config as { readonly act?: string };
    options.onAnswer(act ?? 'none', reply.statusCode, reply.elapsedTime);
  });
}

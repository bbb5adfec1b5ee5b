import type { AddressInfo } from 'node:net';
import { type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import { type FastifyInstance, fastify } from 'fastify';
import { z } from 'zod';
import type { DecodeAnswer, DecodeRequest } from './decode.ts';

export interface DecodeServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly uiOrigin: string;
  readonly decode: (request: DecodeRequest) => Promise<DecodeAnswer>;
  readonly onAnswered: (result: 'opened' | 'refused' | 'failed') => void;
}

export interface DecodeServer {
  readonly port: number;
  stop(): Promise<void>;
}

const BODY_BYTES_MAX = 8 * 1_048_576;
const REQUEST_TIMEOUT_MS = 10_000;
const PAYLOADS_MAX = 1_000;
const Payload = z.object({
  metadata: z.record(z.string(), z.string()).optional(),
  data: z.string().optional(),
});
const Body = z.object({ payloads: z.array(Payload).max(PAYLOADS_MAX) });
const STATUS: Partial<Record<ErrorCode, number>> = {
  'access.no-token': 401,
  'access.bad-token': 401,
  'access.refused': 403,
  'event.bad-schema': 400,
  'event.not-json': 400,
  'event.too-large': 413,
  'seal.broken': 422,
  'audit.unavailable': 503,
};

/**
 * Serves `POST /decode` to the Web UI of the workflow server, and to its command line. There is no
 * `/encode`: nobody writes into a workflow by hand.
 * @throws ShieldError `config.invalid` when the port cannot be taken
 */
export async function serveDecode(options: DecodeServerOptions): Promise<DecodeServer> {
  const server = fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
  });
  allowOnly(server, new URL(options.uiOrigin).origin);
  server.post('/decode', async (request, reply) => {
    const body = Body.safeParse(request.body);
    if (!body.success) throw new ShieldError('event.bad-schema');
    const { authorization, 'x-namespace': namespace } = request.headers;
    const answer = await options.decode({
      token: /^Bearer (\S+)$/.exec(authorization ?? '')?.[1],
      namespace: typeof namespace === 'string' ? namespace : undefined,
      payloads: body.data.payloads,
    });
    if (!answer.ok) throw new ShieldError(answer.code);
    options.onAnswered('opened');
    return reply.send({ payloads: answer.payloads });
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 'unknown' }));
  server.setErrorHandler<Error & { readonly statusCode?: number }>((error, _request, reply) => {
    const code = codeOf(error);
    const status = code === undefined ? 500 : (STATUS[code] ?? 500);
    options.onAnswered(status >= 500 ? 'failed' : 'refused');
    return reply.code(status).send({ code: status === 500 ? 'internal' : code });
  });
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (cause) {
    const detail = `SHIELD_CODEC_PORT ${options.port} on ${options.host} cannot be taken`;
    throw new ShieldError('config.invalid', { detail, cause });
  }
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => server.close(),
  };
}

/** One origin; what is opened is kept by no cache. */
function allowOnly(server: FastifyInstance, origin: string): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    const asking = request.headers.origin;
    if (asking === undefined) return;
    if (asking !== origin) throw new ShieldError('access.refused');
    reply
      .header('access-control-allow-origin', origin)
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'authorization, content-type, x-namespace')
      .header('vary', 'origin');
  });
  server.options('/decode', async (_request, reply) => reply.code(204).send());
}

/** The framework's own texts quote bodies. */
function codeOf(error: Error & { readonly statusCode?: number }): ErrorCode | undefined {
  if (error instanceof ShieldError) return error.code;
  if (error.statusCode === 413) return 'event.too-large';
  return error.statusCode !== undefined && error.statusCode < 500 ? 'event.not-json' : undefined;
}

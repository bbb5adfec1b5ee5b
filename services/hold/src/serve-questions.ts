import { createHash, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import {
  AdverseQuestion,
  type ErrorCode,
  type OwnCommandAnswer,
  OwnCommandQuestion,
  ShieldError,
} from '@hrd-shield/contracts';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';

export interface QuestionServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly token: string;
  /** @returns the answer as it is sent */
  readonly answer: (question: AdverseQuestion) => string;
  /** For `respond`, before its own commands; not served when absent. */
  readonly ownCommands?:
    | {
        readonly token: string;
        readonly answer: (question: OwnCommandQuestion) => OwnCommandAnswer;
      }
    | undefined;
  /** Told how long each answer took, ms. */
  readonly onAnswered: (durationMs: number) => void;
}

export interface QuestionServer {
  readonly port: number;
  stop(): Promise<void>;
}

const QUESTION_BYTES_MAX = 4_096;
const REQUEST_TIMEOUT_MS = 5_000;
const PATH = '/v1/adverse-actions';
const OWN_PATH = '/v1/own-commands';
/** Room for 256 pseudonyms. */
const OWN_QUESTION_BYTES_MAX = 16_384;

/**
 * Serves `POST /v1/adverse-actions`. What is refused is refused by code alone: no answer repeats
 * what was sent.
 * @throws ShieldError `config.invalid` when the port cannot be taken
 */
export async function serveQuestions(options: QuestionServerOptions): Promise<QuestionServer> {
  const server = fastify({
    logger: false,
    bodyLimit: QUESTION_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
  });
  refuseByCode(server);
  server.post(PATH, { onRequest: onlyWith(options.token) }, async (request, reply) => {
    const startedAt = performance.now();
    const question = AdverseQuestion.safeParse(request.body);
    if (!question.success) return reply.code(400).send(bodyOf('event.bad-schema'));
    const body = options.answer(question.data);
    options.onAnswered(performance.now() - startedAt);
    return reply.header('cache-control', 'no-store').type('application/json').send(body);
  });
  if (options.ownCommands !== undefined) serveOwnCommands(server, options.ownCommands);
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (cause) {
    const detail = `SHIELD_HOLD_PORT ${options.port} on ${options.host} cannot be taken`;
    throw new ShieldError('config.invalid', { detail, cause });
  }
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => server.close(),
  };
}

function serveOwnCommands(
  server: FastifyInstance,
  own: NonNullable<QuestionServerOptions['ownCommands']>,
): void {
  server.post(
    OWN_PATH,
    { onRequest: onlyWith(own.token), bodyLimit: OWN_QUESTION_BYTES_MAX },
    async (request, reply) => {
      const question = OwnCommandQuestion.safeParse(request.body);
      if (!question.success) return reply.code(400).send(bodyOf('event.bad-schema'));
      return reply.header('cache-control', 'no-store').send(own.answer(question.data));
    },
  );
}

/** Lets nobody ask without the token. */
function onlyWith(token: string) {
  const expected = hashOf(token);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const given = request.headers['x-shield-token'];
    const isKnown = typeof given === 'string' && timingSafeEqual(hashOf(given), expected);
    if (isKnown) return;
    const code = given === undefined ? 'access.no-token' : 'access.bad-token';
    return reply.code(401).send(bodyOf(code));
  };
}

/** The framework's own texts quote paths and bodies. */
function refuseByCode(server: FastifyInstance): void {
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ path: PATH, method: 'POST' }),
  );
  server.setErrorHandler<Error & { readonly statusCode?: number }>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) return reply.code(500).send({ code: 'internal' });
    return reply.code(status).send(bodyOf(status === 413 ? 'event.too-large' : 'event.not-json'));
  });
}

function bodyOf(code: ErrorCode): { readonly code: ErrorCode } {
  return { code };
}

/** Of one length, so that the comparison takes one time. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

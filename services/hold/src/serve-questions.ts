import { createHash, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { AdverseQuestion, type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import { type FastifyInstance, fastify } from 'fastify';

export interface QuestionServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly token: string;
  /** @returns the answer as it is sent */
  readonly answer: (question: AdverseQuestion) => string;
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
  const expected = hashOf(options.token);
  server.post(
    PATH,
    {
      onRequest: async (request, reply) => {
        const given = request.headers['x-shield-token'];
        const isKnown = typeof given === 'string' && timingSafeEqual(hashOf(given), expected);
        if (isKnown) return;
        const code = given === undefined ? 'access.no-token' : 'access.bad-token';
        return reply.code(401).send(bodyOf(code));
      },
    },
    async (request, reply) => {
      const startedAt = performance.now();
      const question = AdverseQuestion.safeParse(request.body);
      if (!question.success) return reply.code(400).send(bodyOf('event.bad-schema'));
      const body = options.answer(question.data);
      options.onAnswered(performance.now() - startedAt);
      return reply.header('cache-control', 'no-store').type('application/json').send(body);
    },
  );
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

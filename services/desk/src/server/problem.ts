import { ERROR_CODES, type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import { PROBLEM_TYPE, type Problem } from '@hrd-shield/contracts/desk';
import type { FastifyReply } from 'fastify';

const UNAUTHENTICATED = 401;
const REFUSED = 403;
const UNKNOWN = 404;
const CONFLICT = 409;
const UNPROCESSABLE = 422;
const UNAVAILABLE = 503;
const FAULT = 500;

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  'access.no-token': UNAUTHENTICATED,
  'access.bad-token': UNAUTHENTICATED,
  'access.sign-in-failed': UNAUTHENTICATED,
  'access.needs-fresh-sign-in': UNAUTHENTICATED,
  'access.no-sign-in': CONFLICT,
  'access.forged': REFUSED,
  'access.refused': REFUSED,
  'request.malformed': 400,
  'request.bad-cursor': 400,
  'request.needs-key': 400,
  'request.unknown-route': UNKNOWN,
  'request.too-large': 413,
  'request.unsupported': 415,
  'request.too-many': 429,
  'request.needs-if-match': 428,
  'request.changed': 412,
  'request.key-reused': UNPROCESSABLE,
  'report.quota-spent': 429,
  'attachment.not-scanned': UNAVAILABLE,
  'attachment.bad-type': 415,
  'attachment.infected': UNPROCESSABLE,
  'rows.bad-reason': UNPROCESSABLE,
  'rows.bad-slice': UNPROCESSABLE,
  'rows.no-account': UNAVAILABLE,
  'rows.too-many': 429,
  'task.wrong-role': REFUSED,
  'internal.fault': FAULT,
  'seal.unknown-key': 410,
  'seal.broken': FAULT,
};

/** Status of a code: what is unknown is not found, what is away is unavailable, the rest conflicts. */
export function statusOf(code: ErrorCode): number {
  const fixed = STATUS[code];
  if (fixed !== undefined) return fixed;
  if (/\.unknown(-[a-z]+)?$/.test(code)) return UNKNOWN;
  if (/\.unavailable$/.test(code)) return UNAVAILABLE;
  return CONFLICT;
}

/**
 * The problem of a code.
 *
 * @param places names of fields that do not fit, never what stood in them
 */
export function problemOf(code: ErrorCode, places?: readonly string[]): Problem {
  const { action, meaning } = ERROR_CODES[code];
  return {
    type: `https://docs.hrdshield.org/errors#${code.replaceAll('.', '-')}`,
    title: meaning,
    status: statusOf(code),
    code,
    detail: action,
    ...(places === undefined ? {} : { places: [...places] }),
  };
}

/** Answers with a problem; no cache keeps it. */
export function sendProblem(
  reply: FastifyReply,
  code: ErrorCode,
  places?: readonly string[],
): FastifyReply {
  const problem = problemOf(code, places);
  // Also where a request is refused before any hook runs.
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  if (problem.status === UNAUTHENTICATED) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** The code of whatever was thrown: of faults that are not ours nothing is told. */
export function codeOfFault(error: unknown): ErrorCode {
  if (error instanceof ShieldError) return error.code;
  const code = fieldOf(error, 'code');
  const status = fieldOf(error, 'statusCode');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || status === 413) return 'request.too-large';
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || status === 415) return 'request.unsupported';
  if (typeof code === 'string' && code.startsWith('FST_CSRF_')) return 'access.forged';
  if (status === 429) return 'request.too-many';
  if (typeof status === 'number' && status >= 400 && status < 500) return 'request.malformed';
  return 'internal.fault';
}

function fieldOf(error: unknown, name: 'code' | 'statusCode'): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  return (error as Readonly<Record<string, unknown>>)[name];
}

import type { Authoriser } from '@hrd-shield/authorisation';
import { type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import {
  type DeskAct,
  type DeskPurpose,
  type DeskRoute,
  IDEMPOTENCY_HEADER,
  PROBLEM_TYPE,
  type Problem,
} from '@hrd-shield/contracts/desk';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../principal.ts';
import type { WhenAway } from '../stop-by-log.ts';
import type { Access, AccessAudit } from './audit-access.ts';
import { type Answer, type OnceDeps, once } from './keep-answer.ts';
import { parseRequest, purposeOf } from './parse-request.ts';
import { codeOfFault, problemOf, sendProblem, statusOf } from './problem.ts';
import type { Answered, Asked, Download } from './route-types.ts';

const MINUTE_MS = 60_000;
/** @source OWASP ASVS 5.0, 7.5.3: sign in again before highly sensitive acts */
const FRESH_MS = 15 * MINUTE_MS;
const NO_CONTENT = 204;
const FOUND = 302;

export interface ServeDeps extends OnceDeps {
  readonly identify: (request: FastifyRequest, now: number) => Promise<Principal>;
  readonly decide: Authoriser;
  readonly audit: AccessAudit;
  readonly now: () => number;
  /** Told of refusals of people without an account, which the audit does not keep. */
  readonly onRefused: (act: DeskAct, code: ErrorCode) => void;
  /** What a route does while the database is away; undefined where it has to wait for it. */
  readonly whenAway: WhenAway;
}

/** Any handler: the table of routes keeps each with the types of its own. */
export type AnyHandler = (asked: Asked) => Promise<Answered<unknown>>;

interface Turn {
  readonly route: DeskRoute;
  readonly handler: AnyHandler;
  readonly access: Access;
  readonly asked: Asked;
}

/**
 * One request from the door to its answer: who asks, whether it is meant, what it says, whether it
 * is allowed, the row of the audit, and only then the work.
 */
export function serveRoute(deps: ServeDeps, act: DeskAct, route: DeskRoute, handler: AnyHandler) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const now = deps.now();
    const principal = await deps.identify(request, now);
    const isWrite = route.method !== 'GET';
    const parsed = parseRequest(route, request);
    const purpose = purposeOf(request);
    const access = decideAccess(deps, { act, route, principal, now, parsed, purpose });
    if (!access.isAllowed) {
      const code = refusalOf(principal, access);
      if (principal.kind === 'anonymous') deps.onRefused(act, code);
      await deps.audit.refused(access, code);
      return sendProblem(reply, code);
    }
    if (!parsed.ok) return sendProblem(reply, 'request.malformed', parsed.places);
    if (route.versioned === true && isWrite && parsed.request.ifVersion === undefined) {
      return sendProblem(reply, 'request.needs-if-match');
    }
    const asked = { ...parsed.request, principal, purpose, now, http: { request, reply } } as Asked;
    const turn: Turn = { route, handler, access, asked };
    try {
      return await (route.once === true ? answerOnce(deps, turn) : answerNow(deps, turn));
    } catch (fault) {
      const answered = await deps.whenAway(act, asked, codeOfFault(fault));
      if (answered === undefined) throw fault;
      if (!answered.ok) return sendProblem(reply, answered.code);
      return sendAnswer(reply, toAnswer(route, answered.body));
    }
  };
}

interface Deciding {
  readonly act: DeskAct;
  readonly route: DeskRoute;
  readonly principal: Principal;
  readonly now: number;
  readonly parsed: ReturnType<typeof parseRequest>;
  readonly purpose: DeskPurpose | undefined;
}

type DecidedAccess = Access & { readonly isAllowed: boolean; readonly isFresh: boolean };

/** Decided before a malformed request is told so: whoever may not ask learns nothing of schemas. */
function decideAccess(deps: ServeDeps, { act, now, parsed, principal, purpose, route }: Deciding) {
  const params = parsed.ok ? parsed.request.params : undefined;
  const isFresh = principal.kind !== 'person' || now - principal.signedInAt <= FRESH_MS;
  const { policyIds, isAllowed } = deps.decide({
    principal,
    act,
    purpose,
    freshSignIn: isFresh,
    resource: { owner: (params as { responder?: string } | undefined)?.responder },
  });
  const access: DecidedAccess = {
    ...{ act, route, principal, params, purpose, policyIds, now },
    isAllowed,
    isFresh,
  };
  return access;
}

function refusalOf(principal: Principal, access: DecidedAccess): ErrorCode {
  if (principal.kind === 'anonymous') return 'access.no-token';
  const isStale =
    !access.isFresh && access.policyIds.includes('what-is-sealed-takes-a-fresh-sign-in');
  return isStale ? 'access.needs-fresh-sign-in' : 'access.refused';
}

async function answerNow(deps: ServeDeps, turn: Turn): Promise<FastifyReply> {
  const { http } = turn.asked;
  const answered = await work(deps, turn);
  if (!answered.ok) return sendProblem(http.reply, answered.code);
  if (turn.route.isDownload === true) return sendFile(http.reply, answered.body as Download);
  if (answered.version !== undefined) http.reply.header('etag', tagOf(answered.version));
  if (answered.version !== undefined && isKnown(http.request, answered.version)) {
    return http.reply.code(304).send();
  }
  if (turn.route.status === FOUND) return http.reply.redirect(answered.location ?? '/', FOUND);
  const { status, text } = toAnswer(turn.route, answered.body);
  return sendAnswer(http.reply, { status, text });
}

/** The key of a write names it for its principal; an anonymous one also by its receipt. */
async function answerOnce(deps: ServeDeps, turn: Turn): Promise<FastifyReply> {
  const { access, asked, route } = turn;
  const { reply, request } = asked.http;
  const key = request.headers[IDEMPOTENCY_HEADER];
  const body = Buffer.isBuffer(request.body) ? request.body : JSON.stringify(request.body ?? null);
  const write = {
    principal: access.principal.name,
    act: access.act,
    key: typeof key === 'string' ? key : undefined,
    now: access.now,
    content: [request.url, asked.receipt, body],
  };
  const outcome = await once(deps, write, async () => {
    const answered = await work(deps, turn);
    if (answered.ok) return toAnswer(route, answered.body);
    return { status: statusOf(answered.code), text: JSON.stringify(problemOf(answered.code)) };
  });
  if (outcome.kind === 'refused') return sendProblem(reply, outcome.code);
  if (outcome.kind === 'replayed') reply.header('idempotency-replayed', 'true');
  return sendAnswer(reply, outcome.answer);
}

/** The row first, the work after it; a refusal or a fault of the work has a row of its own. */
async function work(deps: ServeDeps, turn: Turn): Promise<Answered<unknown>> {
  await deps.audit.allowed(turn.access);
  let answered: Answered<unknown>;
  try {
    answered = await turn.handler(turn.asked);
  } catch (fault) {
    const code = codeOfFault(fault);
    await deps.audit.failed(turn.access, code);
    if (fault instanceof ShieldError && isRefusal(code)) return { ok: false, code };
    throw fault;
  }
  if (!answered.ok) await deps.audit.refused(turn.access, answered.code);
  return answered;
}

function isRefusal(code: ErrorCode): boolean {
  const status = statusOf(code);
  return status >= 400 && status < 500;
}

/** Only what the schema of the answer lists leaves the desk. */
function toAnswer(route: DeskRoute, body: unknown): Answer {
  if (route.status === NO_CONTENT || route.reply === undefined) {
    return { status: NO_CONTENT, text: '' };
  }
  const schema: z.ZodType = route.reply;
  return { status: route.status, text: JSON.stringify(schema.parse(body)) };
}

function sendAnswer(reply: FastifyReply, { status, text }: Answer): FastifyReply {
  if (text === '') return reply.code(status).send();
  if (status < 400) return reply.code(status).type('application/json').send(text);
  const { code } = JSON.parse(text) as Problem;
  if (status === 401) reply.header('www-authenticate', `Bearer error="${code}"`);
  return reply.code(status).type(PROBLEM_TYPE).send(text);
}

/** Never shown in place: what a stranger sent is saved and opened elsewhere. */
function sendFile(reply: FastifyReply, { bytes, type }: Download): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', 'attachment; filename="attachment"')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(Buffer.from(bytes));
}

function tagOf(version: number): string {
  return `"v${version}"`;
}

function isKnown(request: FastifyRequest, version: number): boolean {
  return request.headers['if-none-match'] === tagOf(version);
}

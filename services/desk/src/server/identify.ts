import { ShieldError } from '@hrd-shield/contracts';
import type { DeskRole } from '@hrd-shield/contracts/desk';
import { type ResponderPrincipal, readResponderToken } from '@hrd-shield/keys';
import type { SessionStore, TokenStore } from '@hrd-shield/postgres';
import type { FastifyRequest } from 'fastify';
import { commandDigest, digestOf } from '../desk-secrets.ts';
import { ANONYMOUS, type Person, type Principal } from '../principal.ts';

const MINUTE_MS = 60_000;
/** A session that nobody uses ends. @source OWASP ASVS 5.0, 7.3.1: inactivity time-out */
export const IDLE_MS = 30 * MINUTE_MS;
/** How often the use of a session is noted. */
const SEEN_EVERY_MS = MINUTE_MS;
const BEARER = /^Bearer ([\w.~+/=-]{20,2048})$/;
const LOCAL_TOKEN = /^t1\./;
const COMMAND_TOKEN = /^c1\.([\w-]{43})\.([\w-]{43})$/;
const SECRET = /^[\w-]{43}$/;

export interface IdentifyDeps {
  readonly sessions: SessionStore;
  readonly tokens: Pick<TokenStore, 'find'>;
  /** Key of tokens of the local stack; absent where they are not taken. */
  readonly localTokenKey: Uint8Array | undefined;
  readonly cookieName: string;
}

/**
 * Says who asks: a session by its cookie, or a token. A token that is sent and not valid is
 * refused rather than passed over.
 * @throws ShieldError `access.bad-token` | `postgres.*`
 */
export function createIdentify(deps: IdentifyDeps) {
  return async (request: FastifyRequest, now: number): Promise<Principal> => {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = BEARER.exec(authorization)?.[1];
      if (token === undefined) throw new ShieldError('access.bad-token');
      if (LOCAL_TOKEN.test(token)) return localPerson(deps, token, now);
      const [, secret, code] = COMMAND_TOKEN.exec(token) ?? [];
      return secret === undefined || code === undefined
        ? bearer(deps, token, now)
        : atCommand(deps, commandDigest(digestOf(secret), code), now);
    }
    const cookie = request.cookies[deps.cookieName];
    return cookie === undefined ? ANONYMOUS : person(deps, cookie, now);
  };
}

/** A cookie of a session that ended signs nobody in. */
async function person(deps: IdentifyDeps, cookie: string, now: number): Promise<Principal> {
  if (!SECRET.test(cookie)) return ANONYMOUS;
  return (await personOf(deps, digestOf(cookie), now)) ?? ANONYMOUS;
}

/** Somebody who signed in for the commands of their machine. */
async function atCommand(deps: IdentifyDeps, digest: string, now: number): Promise<Principal> {
  const found = await personOf(deps, digest, now);
  if (found === undefined) throw new ShieldError('access.bad-token');
  return found;
}

async function personOf(
  deps: IdentifyDeps,
  digest: string,
  now: number,
): Promise<Person | undefined> {
  const found = await deps.sessions.find(digest, { now, idleMs: IDLE_MS });
  if (found === undefined) return undefined;
  if (found.seenAt < now - SEEN_EVERY_MS) await deps.sessions.seen(digest, now);
  return {
    kind: 'person',
    name: found.responder,
    roles: found.roles as readonly DeskRole[],
    signedInAt: found.signedInAt,
    expiresAt: found.expiresAt,
    session: digest,
  };
}

async function bearer(deps: IdentifyDeps, token: string, now: number): Promise<Principal> {
  const found = await deps.tokens.find(digestOf(token), now);
  if (found === undefined) throw new ShieldError('access.bad-token');
  const { defender, expiresAt, id, partner, role } = found;
  return { kind: 'bearer', name: id, roles: [role], expiresAt, partner, defender };
}

function localPerson({ localTokenKey }: IdentifyDeps, token: string, now: number): Person {
  if (localTokenKey === undefined) throw new ShieldError('access.bad-token');
  const seat: ResponderPrincipal = readResponderToken(localTokenKey, token, now);
  return {
    kind: 'person',
    name: seat.responder,
    roles: [seat.role],
    signedInAt: now,
    expiresAt: seat.expiresAt,
    seat,
  };
}

import { STAFF_ROLES, type StaffRole } from '@hrd-shield/contracts/desk';
import type { SessionStore } from '@hrd-shield/postgres';
import type { FastifyReply } from 'fastify';
import * as oidc from 'openid-client';
import { commandDigest, type DeskSecrets, digestOf, newSecretToken } from '../desk-secrets.ts';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import type { Provider } from '../sign-in/open-provider.ts';

const MINUTE_MS = 60_000;
const SIGN_IN_MS = 10 * MINUTE_MS;
/** One shift. @source OWASP ASVS 5.0, 7.3.2: absolute life of a session */
const SESSION_MS = 8 * 60 * MINUTE_MS;

export interface SessionDeps {
  readonly sessions: SessionStore;
  readonly provider: Provider | undefined;
  readonly secrets: DeskSecrets;
  readonly publicUrl: URL;
  readonly rolesClaim: string;
  readonly cookies: { readonly session: string; readonly signIn: string; readonly secure: boolean };
  /** The token against forged requests, bound to the session of the reply. */
  readonly csrfOf: (reply: FastifyReply, session: string) => string;
}

type Acts = 'startSignIn' | 'finishSignIn' | 'readSession' | 'endSession' | 'revokeSessions';

/** Signing in at the identity provider, and sessions. A program with a token has none. */
export function createSessionHandlers(deps: SessionDeps): HandlersOf<Acts> {
  const { cookies, sessions } = deps;
  return {
    ...signingIn(deps),
    readSession: async ({ http, principal, now }) => {
      if (principal.kind === 'anonymous') return refuse('access.no-token');
      const isByCookie = principal.kind === 'person' && principal.session !== undefined;
      return done({
        principal: principal.name,
        roles: [...principal.roles],
        expiresAt: principal.expiresAt,
        signedInAt: principal.kind === 'person' ? principal.signedInAt : now,
        ...(isByCookie && principal.session !== undefined
          ? { csrf: deps.csrfOf(http.reply, principal.session) }
          : {}),
      });
    },
    endSession: async ({ http, principal, now }) => {
      http.reply.clearCookie(cookies.session, attributesOf(deps));
      if (principal.kind === 'person' && principal.session !== undefined) {
        await sessions.end(principal.session, now);
      }
      return done(undefined);
    },
    revokeSessions: async ({ now, params }) =>
      done({ ended: await sessions.endAllOf(params.responder, now) }),
  };
}

function attributesOf({ cookies }: SessionDeps) {
  return { path: '/', httpOnly: true, secure: cookies.secure } as const;
}

/** To the identity provider and back, for a browser or for a command that waits beside it. */
function signingIn(deps: SessionDeps): HandlersOf<'startSignIn' | 'finishSignIn'> {
  const { cookies, sessions } = deps;
  const attributes = attributesOf(deps);
  return {
    startSignIn: async ({ http, now, query }) => {
      const { challenge: digest, port } = query;
      if ((port === undefined) !== (digest === undefined)) return refuse('request.malformed');
      if (deps.provider === undefined) return refuse('access.no-sign-in');
      const ticket = newSecretToken();
      const secrets = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const to = await deps.provider.start(secrets);
      await sessions.putSignIn({
        digest: digestOf(ticket),
        ...secrets,
        expiresAt: now + SIGN_IN_MS,
        ...(port === undefined || digest === undefined ? {} : { command: { port, digest } }),
      });
      // The provider sends people back from another site, which a strict cookie would not survive.
      http.reply.setCookie(cookies.signIn, ticket, {
        ...attributes,
        sameSite: 'lax',
        maxAge: SIGN_IN_MS / 1_000,
      });
      return { ok: true, body: undefined, location: to.href };
    },
    finishSignIn: async ({ http, now }) => {
      const ticket = http.request.cookies[cookies.signIn];
      http.reply.clearCookie(cookies.signIn, attributes);
      if (deps.provider === undefined) return refuse('access.no-sign-in');
      const begun = ticket && (await sessions.takeSignIn(digestOf(ticket), now));
      if (!begun) return refuse('access.sign-in-failed');
      const callback = new URL(http.request.url, deps.publicUrl);
      const { claims, issuer, subject } = await deps.provider.finish(callback, begun);
      const roles = rolesIn(claims[deps.rolesClaim]);
      if (roles.length === 0) return refuse('access.sign-in-failed');
      const token = newSecretToken();
      await sessions.start({
        digest: begun.command ? commandDigest(begun.command.digest, token) : digestOf(token),
        responder: deps.secrets.responderOf(issuer, subject),
        roles,
        signedInAt: now,
        seenAt: now,
        expiresAt: now + SESSION_MS,
      });
      if (begun.command !== undefined) {
        // The command holds the other half: what the browser carries there signs nobody in alone.
        const location = `http://127.0.0.1:${begun.command.port}/?code=${token}`;
        return { ok: true, body: undefined, location };
      }
      http.reply.setCookie(cookies.session, token, {
        ...attributes,
        sameSite: 'strict',
        maxAge: SESSION_MS / 1_000,
      });
      return { ok: true, body: undefined, location: '/v1/session' };
    },
  };
}

/** Roles that the provider gives and the desk knows; anything else it says is passed over. */
function rolesIn(claim: unknown): readonly StaffRole[] {
  const given: readonly unknown[] = Array.isArray(claim) ? claim : [];
  return STAFF_ROLES.filter((role) => given.includes(role));
}

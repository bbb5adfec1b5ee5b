import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  CLEARANCES,
  type Clearance,
  RESPONDER_ROLES,
  ResponderRef,
  type ResponderRole,
  ShieldError,
} from '@hrd-shield/contracts';

/** Who acts, as a token says it: a pseudonym, never a name. */
export interface ResponderPrincipal {
  readonly responder: ResponderRef;
  readonly role: ResponderRole;
  /** A script acts, not a person: shown wherever its decisions are shown. */
  readonly scripted: boolean;
  /** BCP 47 primary tags, or `*`. */
  readonly languages: readonly string[];
  /** As desks of the rota name them, or `*`. */
  readonly skills: readonly string[];
  readonly clearance: Clearance;
  /** Declared conflicts of interest: coded words. */
  readonly conflicts: readonly string[];
  /** Epoch ms. */
  readonly expiresAt: number;
}

const VERSION = 't1';
const PARTS = 3;

/** Signs people in on a local stack: HMAC-SHA-256 under the token key. */
export function issueResponderToken(key: Uint8Array, principal: ResponderPrincipal): string {
  const body = Buffer.from(JSON.stringify(principal)).toString('base64url');
  return `${VERSION}.${body}.${sign(key, body).toString('base64url')}`;
}

/**
 * Reads a token.
 * @param now epoch ms
 * @throws ShieldError `access.bad-token` when it is forged, malformed or expired
 */
export function readResponderToken(
  key: Uint8Array,
  token: string,
  now: number,
): ResponderPrincipal {
  const [version, body, mac, ...more] = token.trim().split('.', PARTS + 1);
  if (version !== VERSION || body === undefined || mac === undefined || more.length > 0) {
    throw new ShieldError('access.bad-token');
  }
  const expected = sign(key, body);
  const given = Buffer.from(mac, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ShieldError('access.bad-token');
  }
  const principal = parse(body);
  if (principal.expiresAt <= now) throw new ShieldError('access.bad-token');
  return principal;
}

function sign(key: Uint8Array, body: string): Buffer {
  return createHmac('sha256', key).update(`${VERSION}.${body}`).digest();
}

/** Only we sign, so that what is signed has our shape; the reference is checked all the same. */
function parse(body: string): ResponderPrincipal {
  const json = JSON.parse(Buffer.from(body, 'base64url').toString()) as ResponderPrincipal;
  const responder = ResponderRef.safeParse(json.responder);
  const isWhole =
    RESPONDER_ROLES.includes(json.role) &&
    CLEARANCES.includes(json.clearance) &&
    [json.languages, json.skills, json.conflicts].every(Array.isArray);
  if (!responder.success || !isWhole) throw new ShieldError('access.bad-token');
  return { ...json, responder: responder.data };
}

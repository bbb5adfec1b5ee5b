import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ResponderRef } from '@hrd-shield/contracts';

const KEY_BYTES = 32;
const TOKEN_BYTES = 32;
const REF_CHARS = 22;
const MAC_CHARS = 22;

/** What is keyed with the secret of the desk, each use under a key of its own. */
export interface DeskSecrets {
  /** Against forged requests. */
  readonly csrfKey: string;
  /** Seals kept answers. */
  readonly answersKey: Uint8Array;
  /** The pseudonym of somebody at an identity provider: the same at each sign-in. */
  responderOf(issuer: string, subject: string): ResponderRef;
  /** Digest of a receipt code: the code itself is not kept. */
  receiptDigest(code: string): string;
  signCursor(body: string): string;
  isCursor(body: string, mac: string): boolean;
}

/** @param secret of the configuration */
export function createDeskSecrets(secret: string): DeskSecrets {
  const keyFor = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `hrd-shield/desk/${use}`, KEY_BYTES));
  const people = keyFor('people');
  const receipts = keyFor('receipts');
  const cursors = keyFor('cursors');
  const signCursor = (body: string): string =>
    createHmac('sha256', cursors).update(body).digest('base64url').slice(0, MAC_CHARS);
  return {
    csrfKey: keyFor('csrf').toString('base64url'),
    answersKey: keyFor('answers'),
    responderOf: (issuer, subject) => {
      const mac = createHmac('sha256', people).update(`${issuer.length}:${issuer}|${subject}`);
      return `r_${mac.digest('base64url').slice(0, REF_CHARS)}` as ResponderRef;
    },
    receiptDigest: (code) => createHmac('sha256', receipts).update(code).digest('hex'),
    signCursor,
    isCursor: (body, mac) => isSame(signCursor(body), mac),
  };
}

/** 256 random bits, base64url. */
export function newSecretToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** What is kept of a token: 256 random bits need no salt. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Digest of a session that a command holds: its own secret and what came through the browser are
 * both needed.
 */
export function commandDigest(secretDigest: string, code: string): string {
  return digestOf(`${secretDigest}.${code}`);
}

/** In one time, whatever is compared. */
function isSame(a: string, b: string): boolean {
  const of = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(of(a), of(b));
}

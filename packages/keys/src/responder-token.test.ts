import type { ResponderRef } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import {
  issueResponderToken,
  type ResponderPrincipal,
  readResponderToken,
} from './responder-token.ts';

const key = new Uint8Array(32).fill(5);
const principal: ResponderPrincipal = {
  responder: 'r_AAAAAAAAAAAAAAAAAAAAAA' as ResponderRef,
  role: 'responder',
  scripted: false,
  languages: ['en'],
  skills: ['harassment'],
  clearance: 'standard',
  conflicts: [],
  expiresAt: 2_000,
};

describe('the token of a responder', () => {
  it('says who acts until it expires', () => {
    const token = issueResponderToken(key, principal);
    expect(readResponderToken(key, token, 1_999)).toEqual(principal);
    expect(() => readResponderToken(key, token, 2_000)).toThrow('access.bad-token');
  });

  it('is refused when somebody else signed it or changed it', () => {
    const token = issueResponderToken(key, principal);
    expect(() => readResponderToken(new Uint8Array(32), token, 0)).toThrow('access.bad-token');
    const [version, , mac] = token.split('.');
    const lead = Buffer.from(JSON.stringify({ ...principal, role: 'shift-lead' }));
    const forged = `${version}.${lead.toString('base64url')}.${mac}`;
    expect(() => readResponderToken(key, forged, 0)).toThrow('access.bad-token');
  });

  it('is refused when it is no token', () => {
    for (const text of ['', 'a.b.c', 't1..', `${issueResponderToken(key, principal)}.more`]) {
      expect(() => readResponderToken(key, text, 0)).toThrow('access.bad-token');
    }
  });
});

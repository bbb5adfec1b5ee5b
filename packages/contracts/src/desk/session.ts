import { z } from 'zod';
import { field } from '../field.ts';
import { DefenderRef, PartnerRef, ResponderRef } from '../ids.ts';
import { EpochMs } from '../units.ts';
import { CLEARANCES } from '../vocabulary.ts';
import { DeskRole, TOKEN_ROLES } from './access.ts';
import { PageQuery, pageOf } from './page.ts';
import { routes } from './route.ts';

const TEXT_MAX = 2_048;
const WORDS_MAX = 64;
const PORT_MIN = 1_024;
const PORT_MAX = 65_535;

/** Coded words alone: whatever else is typed could be about a person. */
const Word = z.string().regex(/^(\*|[a-z][a-z0-9:-]{0,47})$/);
const Words = z.array(Word).max(WORDS_MAX);

/** What somebody can do; skills and clearance are given by a steward, conflicts declared. */
export const PersonShown = z.object({
  responder: ResponderRef,
  languages: Words,
  skills: Words,
  clearance: z.enum(CLEARANCES),
  conflicts: Words,
  version: z.number().int(),
});

const AtPerson = z.strictObject({ responder: ResponderRef });
const TokenId = z.string().regex(/^g_[A-Za-z0-9_-]{22}$/);

/** Signing in, sessions, and what people can do. */
export const SESSION_ROUTES = routes({
  startSignIn: {
    method: 'GET',
    path: '/v1/session/start',
    summary: 'Sends a person to the identity provider',
    resource: 'Session',
    status: 302,
    query: z.strictObject({
      port: field(
        z.coerce.number().int().min(PORT_MIN).max(PORT_MAX).optional(),
        'where a command on this machine listens',
        'plain',
      ),
      challenge: field(
        z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
        'SHA-256 of the secret of that command, hex',
        'plain',
      ),
    }),
    audit: 'refusals',
  },
  finishSignIn: {
    method: 'GET',
    path: '/v1/session/callback',
    summary: 'Takes a person back from the identity provider',
    resource: 'Session',
    status: 302,
    query: z.object({
      code: z.string().max(TEXT_MAX).optional(),
      state: z.string().max(TEXT_MAX).optional(),
      iss: z.string().max(TEXT_MAX).optional(),
      error: z.string().max(TEXT_MAX).optional(),
    }),
    audit: 'every-use',
  },
  readSession: {
    method: 'GET',
    path: '/v1/session',
    summary: 'Who is signed in, and the token against forged requests',
    resource: 'Session',
    status: 200,
    reply: z.object({
      principal: z.string(),
      roles: z.array(DeskRole),
      expiresAt: EpochMs,
      signedInAt: EpochMs,
      csrf: field(z.string().optional(), 'to send as x-csrf-token with writes', 'plain'),
    }),
    audit: 'refusals',
  },
  endSession: {
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Signs out',
    resource: 'Session',
    status: 204,
    audit: 'every-use',
  },
  revokeSessions: {
    method: 'POST',
    path: '/v1/people/{responder}/revocation',
    summary: 'Ends every session of somebody at once',
    resource: 'Session',
    status: 200,
    params: AtPerson,
    reply: z.object({ ended: z.number().int() }),
    once: true,
    audit: 'every-use',
  },
  readPerson: {
    method: 'GET',
    path: '/v1/people/{responder}',
    summary: 'Languages, skills, clearance and declared conflicts of somebody',
    resource: 'Rota',
    status: 200,
    params: AtPerson,
    reply: z.object({ person: PersonShown }),
    versioned: true,
    audit: 'refusals',
  },
  changePerson: {
    method: 'PUT',
    path: '/v1/people/{responder}',
    summary: 'Changes what somebody can do; nobody changes their own clearance',
    resource: 'Rota',
    status: 200,
    params: AtPerson,
    body: z.strictObject({
      languages: Words,
      skills: Words,
      clearance: z.enum(CLEARANCES),
      conflicts: Words,
    }),
    reply: z.object({ person: PersonShown }),
    versioned: true,
    audit: 'every-use',
  },
  readRota: {
    method: 'GET',
    path: '/v1/rota',
    summary: 'Desks, languages and ladders of the rota in force',
    resource: 'Rota',
    status: 200,
    reply: z.object({ hash: z.string(), rota: z.record(z.string(), z.unknown()) }),
    audit: 'refusals',
  },
  listTokens: {
    method: 'GET',
    path: '/v1/tokens',
    summary: 'Tokens of programs, defenders and delegates; never the token itself',
    resource: 'Token',
    status: 200,
    query: PageQuery,
    reply: pageOf(
      z.object({
        id: TokenId,
        role: z.enum(TOKEN_ROLES),
        partner: PartnerRef.optional(),
        defender: DefenderRef.optional(),
        createdAt: EpochMs,
        expiresAt: EpochMs,
        revokedAt: EpochMs.optional(),
      }),
    ),
    audit: 'refusals',
  },
  issueToken: {
    method: 'POST',
    path: '/v1/tokens',
    summary: 'Issues a token; it is shown once, and a hash of it is kept',
    resource: 'Token',
    status: 201,
    body: z.strictObject({
      role: z.enum(TOKEN_ROLES),
      partner: PartnerRef.optional(),
      defender: DefenderRef.optional(),
      days: field(z.number().int().min(1).max(366), 'how long it is valid, days', 'plain'),
    }),
    reply: z.object({ id: TokenId, token: z.string(), expiresAt: EpochMs }),
    once: true,
    audit: 'every-use',
  },
  revokeToken: {
    method: 'DELETE',
    path: '/v1/tokens/{id}',
    summary: 'Makes a token worthless at once',
    resource: 'Token',
    status: 204,
    params: z.strictObject({ id: TokenId }),
    audit: 'every-use',
  },
});

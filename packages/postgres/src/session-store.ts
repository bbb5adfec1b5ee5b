import type { ResponderRef } from '@hrd-shield/contracts';
import type { Kysely } from 'kysely';
import type { DeskTables } from './desk-tables.ts';
import { guarded } from './translate-error.ts';

/** Somebody who is signed in. */
export interface SessionRow {
  /** SHA-256 of what the cookie holds, hex. */
  readonly digest: string;
  readonly responder: ResponderRef;
  readonly roles: readonly string[];
  readonly signedInAt: number;
  /** Epoch ms; grows with use, up to the longest life. */
  readonly seenAt: number;
  readonly expiresAt: number;
}

/** A sign-in on its way to the identity provider and back. */
export interface SignInRow {
  readonly digest: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly expiresAt: number;
  /** Absent where a browser signs in for itself. */
  readonly command?: SignInCommand;
}

/** A command on somebody's machine that waits for them to sign in. */
export interface SignInCommand {
  /** Of the loopback address on which it listens. */
  readonly port: number;
  /** SHA-256 of the secret that it alone has, hex. */
  readonly digest: string;
}

/** Sessions live here alone, so that ending one takes hold at the next request. */
export interface SessionStore {
  start(row: SessionRow): Promise<void>;
  /** Sessions that live; unseen for `idleMs` they do not. @throws ShieldError `postgres.*` */
  find(digest: string, at: { now: number; idleMs: number }): Promise<SessionRow | undefined>;
  seen(digest: string, now: number): Promise<void>;
  /** @returns how many ended */
  end(digest: string, now: number): Promise<number>;
  endAllOf(responder: ResponderRef, now: number): Promise<number>;
  putSignIn(row: SignInRow): Promise<void>;
  /** Each can be taken once. */
  takeSignIn(digest: string, now: number): Promise<SignInRow | undefined>;
  /** Forgets what is over. */
  sweep(now: number): Promise<void>;
}

/** Digests alone are kept: whoever reads the tables can be nobody. */
export function createSessionStore(query: Kysely<DeskTables>): SessionStore {
  const living = (now: number) =>
    query
      .updateTable('desk.session')
      .set({ ended_at_ms: now })
      .where('ended_at_ms', 'is', null)
      .returning('digest');
  return {
    start: (row) => guarded(() => startSession(query, row)),
    find: (digest, at) => guarded(() => findSession(query, digest, at)),
    seen: (digest, now) =>
      guarded(async () => {
        await query
          .updateTable('desk.session')
          .set({ seen_at_ms: now })
          .where('digest', '=', digest)
          .execute();
      }),
    end: (digest, now) =>
      guarded(async () => (await living(now).where('digest', '=', digest).execute()).length),
    endAllOf: (responder, now) =>
      guarded(async () => (await living(now).where('responder', '=', responder).execute()).length),
    putSignIn: ({ command, expiresAt, ...row }) =>
      guarded(async () => {
        await query
          .insertInto('desk.sign_in')
          .values({
            ...row,
            expires_at_ms: expiresAt,
            command_port: command?.port ?? null,
            command_digest: command?.digest ?? null,
          })
          .execute();
      }),
    takeSignIn: (digest, now) => guarded(() => takeSignIn(query, digest, now)),
    sweep: (now) =>
      guarded(async () => {
        await query.deleteFrom('desk.sign_in').where('expires_at_ms', '<', now).execute();
        await query.deleteFrom('desk.session').where('expires_at_ms', '<', now).execute();
        await query.deleteFrom('desk.kept_answer').where('expires_at_ms', '<', now).execute();
      }),
  };
}

async function startSession(query: Kysely<DeskTables>, row: SessionRow): Promise<void> {
  await query
    .insertInto('desk.session')
    .values({
      digest: row.digest,
      responder: row.responder,
      roles: JSON.stringify(row.roles),
      signed_in_at_ms: row.signedInAt,
      seen_at_ms: row.seenAt,
      expires_at_ms: row.expiresAt,
      ended_at_ms: null,
    })
    .execute();
}

async function findSession(
  query: Kysely<DeskTables>,
  digest: string,
  { idleMs, now }: { readonly now: number; readonly idleMs: number },
): Promise<SessionRow | undefined> {
  const found = await query
    .selectFrom('desk.session')
    .selectAll()
    .where('digest', '=', digest)
    .where('ended_at_ms', 'is', null)
    .where('expires_at_ms', '>', now)
    .where('seen_at_ms', '>', now - idleMs)
    .executeTakeFirst();
  return (
    found && {
      digest: found.digest,
      responder: found.responder as ResponderRef,
      roles: found.roles as readonly string[],
      signedInAt: found.signed_in_at_ms,
      seenAt: found.seen_at_ms,
      expiresAt: found.expires_at_ms,
    }
  );
}

async function takeSignIn(
  query: Kysely<DeskTables>,
  digest: string,
  now: number,
): Promise<SignInRow | undefined> {
  const found = await query
    .deleteFrom('desk.sign_in')
    .where('digest', '=', digest)
    .returningAll()
    .executeTakeFirst();
  if (found === undefined || found.expires_at_ms <= now) return undefined;
  const { command_digest, command_port, nonce, state, verifier } = found;
  const command =
    command_port === null || command_digest === null
      ? {}
      : { command: { port: command_port, digest: command_digest } };
  return { digest, nonce, state, verifier, expiresAt: found.expires_at_ms, ...command };
}

import type { Sealed } from '@hrd-shield/contracts';
import type { Kysely } from 'kysely';
import type { DeskTables } from './desk-tables.ts';
import { guarded } from './translate-error.ts';

/** Names one write of one principal. */
export interface WriteKey {
  readonly principal: string;
  readonly key: string;
}

/** What is known of a write: done before, being done, another one, or new and now reserved. */
export type Reservation =
  | { readonly kind: 'new' | 'running' | 'other' }
  | { readonly kind: 'done'; readonly status: number; readonly answer: Sealed | undefined };

/** Answers of writes, so that each is done once however often it is sent. */
export interface KeptAnswers {
  /** @param at `now` and until when it is kept, epoch ms @throws ShieldError `postgres.*` */
  reserve(
    write: WriteKey,
    requestHash: string,
    at: { now: number; until: number },
  ): Promise<Reservation>;
  keep(write: WriteKey, status: number, answer: Sealed | undefined): Promise<void>;
  /** A write that failed can be sent again. */
  release(write: WriteKey): Promise<void>;
}

/** Two requests with one key reserve it in one statement: exactly one of them is let through. */
export function createKeptAnswers(query: Kysely<DeskTables>): KeptAnswers {
  return {
    reserve: (write, requestHash, at) =>
      guarded(async () => {
        const row = { ...write, request_hash: requestHash, status: null, answer: null };
        const taken = await query
          .insertInto('desk.kept_answer')
          .values({ ...row, expires_at_ms: at.until })
          .onConflict((conflict) =>
            conflict
              .columns(['principal', 'key'])
              .doUpdateSet({ ...row, expires_at_ms: at.until })
              .where('desk.kept_answer.expires_at_ms', '<', at.now),
          )
          .returning('key')
          .execute();
        return taken.length === 1 ? { kind: 'new' } : lookUp(query, write, requestHash);
      }),
    keep: ({ key, principal }, status, answer) =>
      guarded(async () => {
        await query
          .updateTable('desk.kept_answer')
          .set({ status, answer: answer ?? null })
          .where('principal', '=', principal)
          .where('key', '=', key)
          .execute();
      }),
    release: ({ key, principal }) =>
      guarded(async () => {
        await query
          .deleteFrom('desk.kept_answer')
          .where('principal', '=', principal)
          .where('key', '=', key)
          .where('status', 'is', null)
          .execute();
      }),
  };
}

async function lookUp(
  query: Kysely<DeskTables>,
  { key, principal }: WriteKey,
  requestHash: string,
): Promise<Reservation> {
  const found = await query
    .selectFrom('desk.kept_answer')
    .selectAll()
    .where('principal', '=', principal)
    .where('key', '=', key)
    .executeTakeFirst();
  if (found === undefined) return { kind: 'running' };
  if (found.request_hash !== requestHash) return { kind: 'other' };
  if (found.status === null) return { kind: 'running' };
  return { kind: 'done', status: found.status, answer: (found.answer ?? undefined) as Sealed };
}

import type { RegistryRequest } from '@hrd-shield/domain/registry';
import type { RequestStore } from '@hrd-shield/pipeline';
import { type Kysely, type Selectable, sql } from 'kysely';
import { present } from './board-rows.ts';
import type { RegistryTables, RequestTable } from './registry-tables.ts';
import { guarded } from './translate-error.ts';

/** What people asked to see; the server holds that two agree and that it is used once. */
export function createRequestStore(query: Kysely<RegistryTables>): RequestStore {
  const requests = query.selectFrom('registry.request').selectAll();
  /** The first answer stands. */
  const answer = (id: RegistryRequest['id'], said: Partial<Selectable<RequestTable>>) =>
    guarded(async () => {
      const done = await query
        .updateTable('registry.request')
        .set(said)
        .where('id', '=', id)
        .where('agreed_by', 'is', null)
        .where('refused_by', 'is', null)
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    });
  return {
    add: ({ askedAt, by, id, subject }) =>
      guarded(async () => {
        const row = { id, subject: JSON.stringify(subject), asked_by: by, asked_at_ms: askedAt };
        const unanswered = { agreed_by: null, agreed_at_ms: null, refused_by: null };
        await query
          .insertInto('registry.request')
          .values({ ...row, ...unanswered, refused_at_ms: null, used_at_ms: null })
          .execute();
      }),
    get: (id) =>
      guarded(async () => {
        const row = await requests.where('id', '=', id).executeTakeFirst();
        return row === undefined ? undefined : toRequest(row);
      }),
    open: (limit) =>
      guarded(async () => {
        const open = requests
          .where('used_at_ms', 'is', null)
          .where('refused_at_ms', 'is', null)
          .orderBy('asked_at_ms', 'desc');
        return (await open.orderBy('id').limit(limit).execute()).map(toRequest);
      }),
    askedSince: (by, kind, since) =>
      guarded(async () => {
        const { asked } = await query
          .selectFrom('registry.request')
          .select(({ fn }) => fn.countAll<string>().as('asked'))
          .where('asked_by', '=', by)
          .where('asked_at_ms', '>', since)
          .where(sql`subject->>'kind'`, '=', kind)
          .executeTakeFirstOrThrow();
        return Number(asked);
      }),
    agree: (id, by, at) => answer(id, { agreed_by: by, agreed_at_ms: at }),
    refuse: (id, by, at) => answer(id, { refused_by: by, refused_at_ms: at }),
    use: (id, at) =>
      guarded(async () => {
        const done = await query
          .updateTable('registry.request')
          .set({ used_at_ms: at })
          .where('id', '=', id)
          .where('used_at_ms', 'is', null)
          .executeTakeFirst();
        return done.numUpdatedRows === 1n;
      }),
  };
}

/** The table is written here alone: what it holds is trusted. */
function toRequest(row: Selectable<RequestTable>): RegistryRequest {
  return {
    id: row.id as RegistryRequest['id'],
    subject: row.subject as RegistryRequest['subject'],
    by: row.asked_by as RegistryRequest['by'],
    askedAt: row.asked_at_ms,
    ...present({
      agreedBy: row.agreed_by as RegistryRequest['by'] | null,
      agreedAt: row.agreed_at_ms,
      refusedBy: row.refused_by as RegistryRequest['by'] | null,
      refusedAt: row.refused_at_ms,
      usedAt: row.used_at_ms,
    }),
  };
}

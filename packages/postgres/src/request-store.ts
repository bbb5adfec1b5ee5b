import type { RegistryRequest } from '@hrd-shield/domain/registry';
import type { RequestStore } from '@hrd-shield/pipeline';
import type { Kysely, Selectable } from 'kysely';
import { present } from './board-rows.ts';
import type { RegistryTables, RequestTable } from './registry-tables.ts';
import { guarded } from './translate-error.ts';

/** What people asked to see; the server holds that two agree and that it is used once. */
export function createRequestStore(query: Kysely<RegistryTables>): RequestStore {
  const requests = query.selectFrom('registry.request').selectAll();
  return {
    add: ({ askedAt, by, id, subject }) =>
      guarded(async () => {
        const row = { id, subject: JSON.stringify(subject), asked_by: by, asked_at_ms: askedAt };
        await query
          .insertInto('registry.request')
          .values({ ...row, agreed_by: null, agreed_at_ms: null, used_at_ms: null })
          .execute();
      }),
    get: (id) =>
      guarded(async () => {
        const row = await requests.where('id', '=', id).executeTakeFirst();
        return row === undefined ? undefined : toRequest(row);
      }),
    open: (limit) =>
      guarded(async () => {
        const open = requests.where('used_at_ms', 'is', null).orderBy('asked_at_ms', 'desc');
        return (await open.orderBy('id').limit(limit).execute()).map(toRequest);
      }),
    agree: (id, by, at) =>
      guarded(async () => {
        const done = await query
          .updateTable('registry.request')
          .set({ agreed_by: by, agreed_at_ms: at })
          .where('id', '=', id)
          .where('agreed_by', 'is', null)
          .executeTakeFirst();
        return done.numUpdatedRows === 1n;
      }),
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
      usedAt: row.used_at_ms,
    }),
  };
}

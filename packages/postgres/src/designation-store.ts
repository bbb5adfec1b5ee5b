import type { DefenderRef } from '@hrd-shield/contracts';
import type { Designation, DesignationStore } from '@hrd-shield/pipeline';
import { type Kysely, sql } from 'kysely';
import {
  changeDesignation,
  type DesignationSecret,
  insertDesignation,
  isLivingTwice,
} from './designation-rows.ts';
import type { RegistryTables } from './registry-tables.ts';
import { relayOutbox } from './relay-outbox.ts';
import { toDesignation } from './to-designation.ts';
import { guarded } from './translate-error.ts';

/** The registry's tables in PostgreSQL: uniqueness, fence and history are held by the server. */
export function createDesignationStore(query: Kysely<RegistryTables>): DesignationStore {
  return {
    add: (designation, digest, digestKey) =>
      guarded(() => add(query, designation, { digest, digestKey })),
    change: (ref, decide, at) => guarded(() => change(query, ref, decide, at)),
    list: (limit) =>
      guarded(async () => {
        const rows = await query
          .selectFrom('registry.designation')
          .selectAll()
          .orderBy('created_at_ms')
          .orderBy('ref')
          .limit(limit)
          .execute();
        return rows.map(toDesignation);
      }),
    versions: () =>
      guarded(async () => {
        const rows = await query
          .selectFrom('registry.designation')
          .select(['ref', 'version'])
          .where('screening', 'is not', null)
          .execute();
        return new Map(rows.map(({ ref, version }) => [ref as DefenderRef, version]));
      }),
    relay: (limit, publish, at) => guarded(() => relayOutbox(query, limit, publish, at)),
    reassertEnded: (at) => guarded(() => reassertEnded(query, at)),
    waiting: () =>
      guarded(async () => {
        const row = await query
          .selectFrom('registry.outbox')
          .select((of) => of.fn.countAll<number>().as('count'))
          .where('published_at_ms', 'is', null)
          .executeTakeFirst();
        return row?.count ?? 0;
      }),
  };
}

async function add(
  query: Kysely<RegistryTables>,
  one: Designation,
  secret: DesignationSecret,
): Promise<boolean> {
  try {
    await query.transaction().execute((tx) => insertDesignation(tx, one, secret));
    return true;
  } catch (error) {
    if (isLivingTwice(error)) return false;
    throw error;
  }
}

async function change(
  query: Kysely<RegistryTables>,
  ref: DefenderRef,
  decide: Parameters<DesignationStore['change']>[1],
  at: number,
): Promise<Designation | undefined> {
  return query.transaction().execute((tx) => changeDesignation(tx, ref, decide, at));
}

async function reassertEnded(query: Kysely<RegistryTables>, at: number): Promise<number> {
  const result = await query
    .insertInto('registry.outbox')
    .columns(['ref', 'version', 'created_at_ms'])
    .expression((of) =>
      of
        .selectFrom('registry.designation')
        .select(['ref', 'version', sql<number>`${at}::bigint`.as('created_at_ms')])
        .where('state', '=', 'withdrawn')
        .where('digest', 'is not', null),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

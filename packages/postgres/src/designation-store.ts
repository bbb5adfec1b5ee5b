import type { DefenderRef } from '@hrd-shield/contracts';
import type { Designation, DesignationAct, DesignationStore } from '@hrd-shield/pipeline';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { RegistryTables } from './registry-tables.ts';
import { relayOutbox } from './relay-outbox.ts';
import { toDesignation } from './to-designation.ts';
import { guarded, isUniqueViolation } from './translate-error.ts';

const LIVING_DIGEST_INDEX = 'designation_living_digest';

/** The registry's tables in PostgreSQL: uniqueness, fence and history are held by the server. */
export function createDesignationStore(query: Kysely<RegistryTables>): DesignationStore {
  const refs = async (rows: Promise<readonly { ref: string }[]>) =>
    (await rows).map((row) => row.ref as DefenderRef);
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
    expired: (now, limit) =>
      guarded(() =>
        refs(
          query
            .selectFrom('registry.designation')
            .select('ref')
            .where('state', '<>', 'withdrawn')
            .where('expires_at_ms', '<=', now)
            .orderBy('expires_at_ms')
            .limit(limit)
            .execute(),
        ),
      ),
    erasable: (endedBefore, limit) =>
      guarded(() =>
        refs(
          query
            .selectFrom('registry.designation')
            .select('ref')
            .where('state', '=', 'withdrawn')
            .where('digest', 'is not', null)
            .where('updated_at_ms', '<=', endedBefore)
            .orderBy('updated_at_ms')
            .limit(limit)
            .execute(),
        ),
      ),
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
  secret: { readonly digest: string; readonly digestKey: string },
): Promise<boolean> {
  try {
    await query.transaction().execute(async (tx) => {
      await tx
        .insertInto('registry.designation')
        .values({
          ref: one.ref,
          version: one.version,
          state: one.state,
          tier: one.tier,
          probe: one.probe,
          expires_at_ms: one.expiresAt,
          digest: Buffer.from(secret.digest, 'hex'),
          digest_key: secret.digestKey,
          screening: one.screening,
          protection: one.protection,
          reviewer_one: one.reviewers[0],
          reviewer_two: one.reviewers[1],
          end_reason: one.endReason,
          created_at_ms: one.createdAt,
          updated_at_ms: one.updatedAt,
        })
        .execute();
      await note(tx, one, 'created', one.createdAt);
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error, LIVING_DIGEST_INDEX)) return false;
    throw error;
  }
}

async function change(
  query: Kysely<RegistryTables>,
  ref: DefenderRef,
  decide: Parameters<DesignationStore['change']>[1],
  at: number,
): Promise<Designation | undefined> {
  return query.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('registry.designation')
      .selectAll()
      .where('ref', '=', ref)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const current = toDesignation(row);
    const decided = decide(current);
    if (decided === undefined) return current;
    const forgotten = { digest: null, digest_key: null, screening: null, protection: null };
    const changed = await tx
      .updateTable('registry.designation')
      .set({
        version: current.version + 1,
        state: decided.state,
        end_reason: decided.endReason,
        updated_at_ms: at,
        ...(decided.erase ? forgotten : {}),
      })
      .where('ref', '=', ref)
      .returningAll()
      .executeTakeFirstOrThrow();
    const next = toDesignation(changed);
    await note(tx, next, decided.act, at);
    return next;
  });
}

/** Writes history and outbox of a change, in its transaction. */
async function note(
  tx: Transaction<RegistryTables>,
  one: Designation,
  act: DesignationAct,
  at: number,
): Promise<void> {
  const { ref, version } = one;
  await tx.insertInto('registry.history').values({ ref, version, act, at_ms: at }).execute();
  await tx
    .insertInto('registry.outbox')
    .values({ ref, version, created_at_ms: at, published_at_ms: null })
    .execute();
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

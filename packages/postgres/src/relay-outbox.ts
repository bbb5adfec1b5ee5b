import type { Designation } from '@hrd-shield/pipeline';
import { type Kysely, sql } from 'kysely';
import type { RegistryTables } from './registry-tables.ts';
import { toDesignation } from './to-designation.ts';

/** Advisory lock of the one relay at work; any number that nothing else uses. */
const RELAY_LOCK = 7_204_831;

/**
 * Publishes waiting changes under a lock that ends with the transaction, so that two relays never
 * append in turns. Rows are not locked: a withdrawal is taken while the broker is away, and its
 * own outbox entry follows this append.
 * @returns how many changes were taken; undefined when another relay is at work
 */
export async function relayOutbox(
  query: Kysely<RegistryTables>,
  limit: number,
  publish: (changed: readonly Designation[]) => Promise<void>,
  at: number,
): Promise<number | undefined> {
  return query.transaction().execute(async (tx) => {
    const lock = await sql<{
      held: boolean;
    }>`select pg_try_advisory_xact_lock(${RELAY_LOCK}) as held`.execute(tx);
    if (lock.rows[0]?.held !== true) return undefined;
    const waiting = await tx
      .selectFrom('registry.outbox')
      .select(['id', 'ref'])
      .where('published_at_ms', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute();
    if (waiting.length === 0) return 0;
    const rows = await tx
      .selectFrom('registry.designation')
      .selectAll()
      .where('ref', 'in', [...new Set(waiting.map((entry) => entry.ref))])
      .execute();
    const byRef = new Map(rows.map((row) => [row.ref, toDesignation(row)]));
    await publish([...byRef.values()]);
    await tx
      .updateTable('registry.outbox')
      .set({ published_at_ms: at })
      .where(
        'id',
        'in',
        waiting.map((entry) => entry.id),
      )
      .execute();
    return waiting.length;
  });
}

import { type Kysely, sql } from 'kysely';
import type { RegistryTables } from './registry-tables.ts';
import { guarded } from './translate-error.ts';

/**
 * Makes the server forget the bytes of rows that were erased: the table is written anew without
 * them, and the write-ahead log that still has them is left behind. The table is locked meanwhile,
 * about a second for 100,000 rows. The server must run with `wal_recycle = off`, since recycled
 * files keep what they held.
 * @throws ShieldError `postgres.unavailable` | `postgres.refused`
 */
export function scrubRegistry(query: Kysely<RegistryTables>): Promise<void> {
  return guarded(async () => {
    await sql`vacuum full registry.designation`.execute(query);
    await sql`checkpoint`.execute(query);
    await sql`select pg_switch_wal()`.execute(query);
    // The log before a checkpoint goes with the next one.
    await sql`checkpoint`.execute(query);
    await sql`checkpoint`.execute(query);
  });
}

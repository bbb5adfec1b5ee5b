import { invariant } from '@hrd-shield/contracts';
import { sql } from 'kysely';
import { openDatabase } from './open-database.ts';
import { guarded } from './translate-error.ts';

/**
 * Makes an empty database on the server of `url`, for an installation or a test of its own.
 * @param name lower-case letters, digits and `_`
 * @returns the address of the new database
 * @throws ShieldError `postgres.unavailable` | `postgres.refused`
 */
export async function createDatabase(url: string, name: string): Promise<string> {
  invariant(/^[a-z][a-z0-9_]{0,62}$/.test(name), 'the name of a database needs no quotes');
  const server = openDatabase({ url, applicationName: 'create-database', maxConnections: 1 });
  try {
    await guarded(() => sql`create database ${sql.raw(name)}`.execute(server.query));
  } finally {
    await server.stop();
  }
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariant } from '@hrd-shield/contracts';
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { guarded } from './translate-error.ts';

/** The numbered SQL files of this repository. */
export const MIGRATIONS_DIR = fileURLToPath(
  new URL('../../../infra/postgres/migrations', import.meta.url),
);

const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

/**
 * Applies the numbered SQL files that are not applied yet, in order, each once, all in one
 * transaction. Several processes may call it at the same time: one works, the others wait.
 * @returns names of the files applied now
 * @throws ShieldError `postgres.unavailable` | `postgres.refused`
 */
export async function migrateDatabase<Tables>(
  query: Kysely<Tables>,
  directory: string = MIGRATIONS_DIR,
): Promise<readonly string[]> {
  const migrator = new Migrator({
    db: query,
    migrationTableName: 'shield_migration',
    migrationLockTableName: 'shield_migration_lock',
    // Each room has numbers of its own, so a lower one may come later.
    allowUnorderedMigrations: true,
    provider: { getMigrations: () => readMigrations(directory) },
  });
  return guarded(async () => {
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    return (results ?? []).map((result) => result.migrationName);
  });
}

async function readMigrations(directory: string): Promise<Record<string, Migration>> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Record<string, Migration> = {};
  for (const file of files) {
    invariant(FILE_NAME.test(file), `migration ${file} is named NNNN_words.sql`);
    const text = await readFile(join(directory, file), 'utf8');
    migrations[file.replace('.sql', '')] = {
      up: async (db) => {
        await sql.raw(text).execute(db);
      },
    };
  }
  return migrations;
}

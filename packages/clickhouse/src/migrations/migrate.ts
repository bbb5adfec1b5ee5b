import { ShieldError } from '@hrd-shield/contracts';
import { type Clickhouse, type ClickhouseConfig, createClickhouse } from '../clickhouse.ts';
import { MIGRATIONS_FOLDER, type Migration, readMigrations } from './read-migrations.ts';
import { createDatabaseSql, renderStatement, type TableEngines } from './render-engines.ts';

/** The database that every installation has. */
const FIRST_DATABASE = 'default';

/**
 * The table in which the database keeps which migrations it has had, with the checksum of each
 * file.
 */
export const CREATE_LEDGER = `
  CREATE TABLE IF NOT EXISTS schema_migrations
  (
      number     UInt16,
      name       String,
      checksum   String,
      applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
  )
  ENGINE = ReplacingMergeTree(applied_at)
  ORDER BY number`;

/**
 * Creates the database where it is missing and applies what has not been applied, in order.
 * Statements ask for nothing twice, so two processes may do this at once.
 *
 * @returns names of the migrations applied now
 * @throws ShieldError `clickhouse.unavailable`, or `clickhouse.refused` when an applied file changed
 */
export async function migrateClickhouse(
  config: ClickhouseConfig,
  folder: string = MIGRATIONS_FOLDER,
): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  await createDatabase(config);
  const store = createClickhouse(config);
  try {
    const engines = config.engines ?? 'plain';
    await store.command(renderStatement(CREATE_LEDGER, engines));
    const applied = await readLedger(store);
    const missing = migrations.filter((migration) => isMissing(migration, applied));
    for (const migration of missing) await apply(store, migration, engines);
    return missing.map((migration) => migration.name);
  } finally {
    await store.close();
  }
}

async function createDatabase(config: ClickhouseConfig): Promise<void> {
  const server = createClickhouse({ ...config, database: FIRST_DATABASE });
  try {
    await server.command(createDatabaseSql(config.database, config.engines ?? 'plain'));
  } finally {
    await server.close();
  }
}

async function readLedger(store: Clickhouse): Promise<ReadonlyMap<number, string>> {
  const rows = await store.query({
    sql: 'SELECT number, checksum FROM schema_migrations FINAL ORDER BY number',
    parse: (row) => row as { readonly number: number; readonly checksum: string },
  });
  return new Map(rows.map((row) => [row.number, row.checksum]));
}

function isMissing(migration: Migration, applied: ReadonlyMap<number, string>): boolean {
  const checksum = applied.get(migration.number);
  if (checksum === undefined) return true;
  if (checksum === migration.checksum) return false;
  const detail = `migration ${migration.name} was changed after it was applied`;
  throw new ShieldError('clickhouse.refused', { detail });
}

async function apply(
  store: Clickhouse,
  migration: Migration,
  engines: TableEngines,
): Promise<void> {
  for (const statement of migration.statements) {
    await store.command(renderStatement(statement, engines));
  }
  const { number, name, checksum } = migration;
  await store.insert({
    table: 'schema_migrations',
    rows: [{ number, name, checksum }],
    ids: [`${number}/${checksum}`],
  });
}

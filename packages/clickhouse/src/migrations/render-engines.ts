/** Tables of one server, or tables that every replica of a cluster holds. */
export const TABLE_ENGINES = ['plain', 'replicated'] as const;
export type TableEngines = (typeof TABLE_ENGINES)[number];

const ENGINE = /\bENGINE = ((?:Replacing)?MergeTree)\b/g;
const WINDOW = /\bnon_replicated_deduplication_window\b/g;

/**
 * A statement of a migration for the engines of an installation. Migrations are written for one
 * server; on a cluster each table becomes its replicated sibling, with the same window of tokens.
 */
export function renderStatement(sql: string, engines: TableEngines): string {
  if (engines === 'plain') return sql;
  return sql
    .replace(ENGINE, 'ENGINE = Replicated$1')
    .replace(WINDOW, 'replicated_deduplication_window');
}

/**
 * The statement that makes the database. On a cluster the database itself is replicated, so that
 * creating and exchanging tables happens on all replicas; `{shard}` and `{replica}` are macros that
 * each server is configured with.
 */
export function createDatabaseSql(database: string, engines: TableEngines): string {
  const plain = `CREATE DATABASE IF NOT EXISTS ${database}`;
  if (engines === 'plain') return plain;
  return `${plain} ENGINE = Replicated('/clickhouse/databases/${database}', '{shard}', '{replica}')`;
}

/** What an insert asks for: on a cluster a majority of replicas holds the rows before it returns. */
export function insertGuarantee(engines: TableEngines): { readonly insert_quorum?: string } {
  return engines === 'plain' ? {} : { insert_quorum: 'auto' };
}

import { describe, expect, it } from 'vitest';
import { CREATE_LEDGER } from './migrate.ts';
import { MIGRATIONS_FOLDER, readMigrations } from './read-migrations.ts';
import { createDatabaseSql, insertGuarantee, renderStatement } from './render-engines.ts';

/** That the rendered statements do what they say is proved by a cluster only. */
describe('engines of an installation', () => {
  const all = async (): Promise<readonly string[]> => [
    CREATE_LEDGER,
    ...(await readMigrations(MIGRATIONS_FOLDER)).flatMap(({ statements }) => statements),
  ];

  it('are those of the migration files on one server', async () => {
    for (const sql of await all()) expect(renderStatement(sql, 'plain')).toBe(sql);
    expect(createDatabaseSql('shield', 'plain')).toBe('CREATE DATABASE IF NOT EXISTS shield');
    expect(insertGuarantee('plain')).toEqual({});
  });

  it('are replicated in every table of a cluster, each with its key of precedence', async () => {
    const tables = (await all())
      .map((sql) => renderStatement(sql, 'replicated'))
      .filter((sql) => /^\s*CREATE TABLE/.test(sql));
    expect(tables.length).toBeGreaterThanOrEqual(12);
    for (const sql of tables) {
      expect(sql).toMatch(/ENGINE = Replicated(Replacing)?MergeTree\b/);
      expect(sql).not.toContain('non_replicated');
    }
    const outcomes = tables.find((sql) => sql.includes('TABLE IF NOT EXISTS outcomes'));
    expect(outcomes).toContain('ENGINE = ReplicatedReplacingMergeTree(precedence)');
    expect(outcomes).toContain('SETTINGS replicated_deduplication_window = 1000');
  });

  it('ask a cluster for a database that replicates, and for a majority on each insert', () => {
    expect(createDatabaseSql('shield', 'replicated')).toBe(
      "CREATE DATABASE IF NOT EXISTS shield ENGINE = Replicated('/clickhouse/databases/shield', '{shard}', '{replica}')",
    );
    expect(insertGuarantee('replicated')).toEqual({ insert_quorum: 'auto' });
  });
});

import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { guarded } from './translate-error.ts';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Connections of the pool. */
  readonly maxConnections?: number;
  /** How the connections show up on the server. */
  readonly applicationName: string;
}

/** A pool of connections, typed by the tables that its user knows. */
export interface Database<Tables> {
  readonly query: Kysely<Tables>;
  /** True when the server answers. */
  isHealthy(): Promise<boolean>;
  stop(): Promise<void>;
}

const DEFAULT_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const INT8_TYPE_ID = 20;

/** Opens a pool. Nothing is connected before the first query. */
export function openDatabase<Tables>(options: DatabaseOptions): Database<Tables> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? DEFAULT_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: options.applicationName,
    types: { getTypeParser: typeParser },
  });
  // An idle connection that breaks is replaced at the next query, which reports the fault.
  pool.on('error', () => undefined);
  // So is one that breaks within a transaction, between two queries.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const query = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    query,
    isHealthy: async () => {
      try {
        await guarded(() => sql`select 1`.execute(query));
        return true;
      } catch {
        return false;
      }
    },
    stop: () => query.destroy(),
  };
}

/** Epoch milliseconds are stored as `bigint`, and fit a number. */
const typeParser = ((id: number, format?: 'text' | 'binary') =>
  id === INT8_TYPE_ID && format !== 'binary'
    ? Number
    : pg.types.getTypeParser(id, format as 'text')) as typeof pg.types.getTypeParser;

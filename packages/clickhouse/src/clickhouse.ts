import { createHash } from 'node:crypto';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { invariant } from '@hrd-shield/contracts';
import { type Context, context, type Link } from '@opentelemetry/api';
import { inInsertSpan } from './insert-span.ts';
import { insertGuarantee, type TableEngines } from './migrations/render-engines.ts';
import { toShieldError } from './to-shield-error.ts';

/** How the column store is reached. */
export interface ClickhouseConfig {
  /** Such as `http://localhost:8123`. */
  readonly url: string;
  readonly database: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Bound of one request; larger than the store's own bound. */
  readonly requestTimeoutMs?: number | undefined;
  readonly maxOpenConnections?: number | undefined;
  /** Of one server when absent. */
  readonly engines?: TableEngines | undefined;
}

/** Rows for one table, put in as one block. */
export interface InsertBatch {
  readonly table: string;
  readonly rows: readonly object[];
  /** What the rows are, for deduplication: the same ids in any order are the same batch. */
  readonly ids: readonly string[];
  /** Trace that this insert goes on with. */
  readonly parent?: Context;
  /** Further traces whose records are in the batch. */
  readonly links?: readonly Link[];
}

/** One reading statement. Values are bound as `{name:Type}`, never written into the text. */
export interface ReadQuery<Row> {
  readonly sql: string;
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  /** Parses one row; what it throws passes through. */
  readonly parse: (row: unknown) => Row;
}

/** The column store, one database of it. */
export interface Clickhouse {
  readonly database: string;
  /** True when a statement would be answered. */
  ping(): Promise<boolean>;
  /** @throws ShieldError `clickhouse.unavailable` (try again) | `clickhouse.refused` */
  insert(batch: InsertBatch): Promise<void>;
  /** @throws ShieldError as `insert` */
  query<Row>(query: ReadQuery<Row>): Promise<readonly Row[]>;
  /** Runs a statement without rows. @throws ShieldError as `insert` */
  command(sql: string): Promise<void>;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 60_000;
/** The store gives up before the client does, so that no statement runs on unseen. */
const STORE_MARGIN_MS = 5_000;
const MAX_OPEN_CONNECTIONS = 4;
/**
 * With less room than this the store refuses to write, in place of failing in the middle of it. An
 * insert and the merges that follow fit in many times over.
 * @source https://clickhouse.com/docs/operations/settings/settings#min_free_disk_bytes_to_perform_insert
 */
const ROOM_BYTES_MIN = 256 * 1024 * 1024;
const DATABASE_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** Opens the column store. Nothing is asked of it yet. */
export function createClickhouse(config: ClickhouseConfig): Clickhouse {
  invariant(DATABASE_NAME.test(config.database), 'a database name is lower case, digits and _');
  const timeoutMs = config.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const client = createClient({
    url: config.url,
    database: config.database,
    application: 'hrd-shield',
    // Faults come back as errors; the client's own lines would quote statements.
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: timeoutMs,
    max_open_connections: config.maxOpenConnections ?? MAX_OPEN_CONNECTIONS,
    ...(config.user === undefined ? {} : { username: config.user }),
    ...(config.password === undefined ? {} : { password: config.password }),
    clickhouse_settings: {
      max_execution_time: Math.ceil(Math.max(timeoutMs - STORE_MARGIN_MS, STORE_MARGIN_MS) / 1000),
      min_free_disk_bytes_to_perform_insert: String(ROOM_BYTES_MIN),
      output_format_json_quote_64bit_integers: 0,
      date_time_output_format: 'iso',
    },
  });

  async function insert(batch: InsertBatch): Promise<void> {
    if (batch.rows.length === 0) return;
    const about = { table: batch.table, rows: batch.rows.length, links: batch.links ?? [] };
    await inInsertSpan(about, batch.parent ?? context.active(), async () => {
      try {
        await client.insert({
          table: batch.table,
          values: [...batch.rows],
          format: 'JSONEachRow',
          clickhouse_settings: {
            async_insert: 0,
            // Readers collapse copies; collapsing each block on its way in is work done twice.
            optimize_on_insert: 0,
            ...insertGuarantee(config.engines ?? 'plain'),
            insert_deduplication_token: deduplicationToken(batch.ids),
            input_format_skip_unknown_fields: 0,
          },
        });
      } catch (fault) {
        throw toShieldError(fault, 'insert');
      }
    });
  }

  async function query<Row>(asked: ReadQuery<Row>): Promise<readonly Row[]> {
    let rows: readonly unknown[];
    try {
      const result = await client.query({
        query: asked.sql,
        format: 'JSONEachRow',
        ...(asked.params === undefined ? {} : { query_params: { ...asked.params } }),
      });
      rows = await result.json();
    } catch (fault) {
      throw toShieldError(fault, 'statement');
    }
    return rows.map(asked.parse);
  }

  return {
    database: config.database,
    ping: async () => (await client.ping()).success,
    insert,
    query,
    command: async (sql) => {
      try {
        await client.command({ query: sql });
      } catch (fault) {
        throw toShieldError(fault, 'statement');
      }
    },
    close: () => client.close(),
  };
}

/** Names a batch by what is in it, whatever the order. */
export function deduplicationToken(ids: readonly string[]): string {
  return createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex');
}

import type { Statement } from './engine.ts';

const DEFAULT_FORMAT = 'TabSeparated';

/** Parameters of the HTTP interface itself and settings that have no meaning for one engine. */
const NOT_SETTINGS: ReadonlySet<string> = new Set([
  'query',
  'database',
  'default_format',
  'query_id',
  'session_id',
  'session_timeout',
  'session_check',
  'user',
  'password',
  'role',
  'quota_key',
  'compress',
  'decompress',
  'stacktrace',
  'wait_end_of_query',
  'buffer_size',
  'readonly',
  'enable_http_compression',
  'http_zlib_compression_level',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'cancel_http_readonly_queries_on_client_close',
  'add_http_cors_header',
  'async_insert',
  'wait_for_async_insert',
  'async_insert_busy_timeout_ms',
  'async_insert_deduplicate',
  'insert_quorum',
  'max_execution_time',
]);

/** A parsed request: the statement, and how the front has to treat it. */
export interface FrontRequest {
  readonly statement: Statement;
  readonly isInsert: boolean;
  /** Set where the caller bound itself to reading. */
  readonly isReadOnly: boolean;
  readonly queryId: string | undefined;
  readonly maxExecutionMs: number | undefined;
  readonly wantsCompression: boolean;
}

/** Reads one request of the ClickHouse HTTP interface; `body` is decoded already. */
export function parseFrontRequest(
  query: URLSearchParams,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
): FrontRequest {
  const parameters: Record<string, string> = {};
  const settings: Record<string, string> = {};
  for (const [name, value] of query) {
    if (name.startsWith('param_')) parameters[name.slice('param_'.length)] = value;
    else if (!NOT_SETTINGS.has(name)) settings[name] = value;
  }
  const sql = [query.get('query') ?? '', body].filter((part) => part !== '').join('\n');
  const seconds = Number(query.get('max_execution_time') ?? 0);
  return {
    statement: {
      sql,
      format:
        query.get('default_format') ?? headerText(headers['x-clickhouse-format']) ?? DEFAULT_FORMAT,
      database: query.get('database') || headerText(headers['x-clickhouse-database']) || 'default',
      parameters,
      settings,
    },
    isInsert: firstWord(sql) === 'INSERT',
    isReadOnly: Number(query.get('readonly') ?? 0) > 0,
    queryId: query.get('query_id') ?? undefined,
    maxExecutionMs: seconds > 0 ? seconds * 1000 : undefined,
    wantsCompression:
      query.get('enable_http_compression') === '1' &&
      /\bgzip\b/.test(headerText(headers['accept-encoding']) ?? ''),
  };
}

/** True for statements that read only. */
export function isReadStatement(sql: string): boolean {
  return /^(?:SELECT|WITH|SHOW|DESC|DESCRIBE|EXISTS|EXPLAIN)$/.test(firstWord(sql));
}

/** The first word of a statement in upper case, past blanks, brackets and comments. */
export function firstWord(sql: string): string {
  const start = sql.replace(/^(?:\s+|\(|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, '');
  return (/^[A-Za-z]+/.exec(start)?.[0] ?? '').toUpperCase();
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

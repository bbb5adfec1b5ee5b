import type { ClickhouseConfig } from './clickhouse.ts';

const DEFAULT_DATABASE = 'shield';

/**
 * Reads `http://user:password@host:port/database`. User, password and database may be absent.
 * @param database wins over the one in the address
 */
export function clickhouseConfigOf(address: string, database?: string): ClickhouseConfig {
  const url = new URL(address);
  const named = url.pathname.replace(/^\/+|\/+$/g, '');
  return {
    url: url.origin,
    database: database ?? (named === '' ? DEFAULT_DATABASE : named),
    ...(url.username === '' ? {} : { user: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}

import {
  type Clickhouse,
  type ClickhouseConfig,
  clickhouseConfigOf,
  createClickhouse,
  migrateClickhouse,
} from '@hrd-shield/clickhouse';
import { stackAddresses, uniqueName } from './stack.ts';

/** A database for one test, or for a name of its own, as the stack addresses it. */
export function columnStoreOf(name: string): ClickhouseConfig {
  return clickhouseConfigOf(stackAddresses().clickhouseUrl, uniqueName(name));
}

/** The database with every table and view in it; `dropColumnStore` takes it away. */
export async function openColumnStore(config: ClickhouseConfig): Promise<Clickhouse> {
  await migrateClickhouse(config);
  return createClickhouse(config);
}

/** Takes the database away and hangs up. */
export async function dropColumnStore(store: Clickhouse): Promise<void> {
  await store.command(`DROP DATABASE IF EXISTS ${store.database}`);
  await store.close();
}

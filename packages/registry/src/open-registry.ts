import type { Clock } from '@hrd-shield/pipeline';
import {
  createDesignationStore,
  migrateDatabase,
  openDatabase,
  type RegistryTables,
} from '@hrd-shield/postgres';
import type { RegistryDeps } from './import-designations.ts';
import { createLocalSealer } from './local-sealer.ts';

export interface RegistryStoreConfig {
  readonly databaseUrl: string;
  /** How the connections show up on the server. */
  readonly applicationName: string;
}

export interface RegistryConfig extends RegistryStoreConfig {
  readonly keysDir: string;
}

/** The registry's tables with their connections. Needs no key, so a withdrawal needs none. */
export interface RegistryStore extends Pick<RegistryDeps, 'store' | 'clock'> {
  isHealthy(): Promise<boolean>;
  stop(): Promise<void>;
}

/** The registry as a whole: what service and command line share. */
export interface Registry extends RegistryStore, RegistryDeps {}

/**
 * Opens the tables and brings them up to date.
 * @throws ShieldError `postgres.unavailable` | `postgres.refused`
 */
export async function openRegistryStore(
  config: RegistryStoreConfig,
  clock: Clock,
): Promise<RegistryStore> {
  const database = openDatabase<RegistryTables>({
    url: config.databaseUrl,
    applicationName: config.applicationName,
  });
  try {
    await migrateDatabase(database.query);
  } catch (error) {
    await database.stop();
    throw error;
  }
  return {
    store: createDesignationStore(database.query),
    clock,
    isHealthy: () => database.isHealthy(),
    stop: () => database.stop(),
  };
}

/**
 * Opens tables and keyring.
 * @throws ShieldError `keys.unavailable` | `postgres.unavailable` | `postgres.refused`
 */
export async function openRegistry(config: RegistryConfig, clock: Clock): Promise<Registry> {
  const sealer = await createLocalSealer(config.keysDir);
  return { ...(await openRegistryStore(config, clock)), sealer };
}

import type { Clock } from '@hrd-shield/pipeline';
import {
  createDesignationStore,
  migrateDatabase,
  openDatabase,
  type RegistryTables,
} from '@hrd-shield/postgres';
import type { RegistryDeps } from './import-designations.ts';
import { createLocalSealer } from './local-sealer.ts';

export interface RegistryConfig {
  readonly databaseUrl: string;
  readonly keysDir: string;
  /** How the connections show up on the server. */
  readonly applicationName: string;
}

/** The registry with its connections: what service and command line share. */
export interface Registry extends RegistryDeps {
  isHealthy(): Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * Opens the registry and brings its tables up to date.
 * @throws ShieldError `keys.unavailable` | `postgres.unavailable` | `postgres.refused`
 */
export async function openRegistry(config: RegistryConfig, clock: Clock): Promise<Registry> {
  const sealer = await createLocalSealer(config.keysDir);
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
    sealer,
    clock,
    isHealthy: () => database.isHealthy(),
    stop: () => database.stop(),
  };
}

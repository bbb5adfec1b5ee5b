import { randomBytes } from 'node:crypto';
import type { RequestId } from '@hrd-shield/contracts';
import type { RegistryPolicy } from '@hrd-shield/domain/registry';
import type {
  AuditLog,
  Clock,
  DesignationStore,
  LifeStore,
  MachineBook,
  ParityRuns,
  RequestStore,
} from '@hrd-shield/pipeline';
import {
  loadDesignationPolicy,
  loadDisclosurePolicy,
  loadMeasureCatalogue,
  loadParityPlan,
} from '@hrd-shield/policy';
import {
  type AuditTables,
  type BoardTables,
  createAuditLog,
  createDesignationStore,
  createLifeStore,
  createParityRuns,
  createRequestStore,
  type Database,
  migrateDatabase,
  openDatabase,
  type ParityTables,
  type RegistryTables,
  scrubRegistry,
} from '@hrd-shield/postgres';
import type { ChangeDeps } from './change-designation.ts';
import { createLocalSealer } from './local-sealer.ts';
import type { DesignationSealer } from './ports.ts';
import { createParityUses, type ParityUses } from './uses/parity-uses.ts';
import { createRegistryUses, type RegistryUses } from './uses/registry-uses.ts';
import type { UseDeps } from './uses/use-deps.ts';

export interface RegistryStoreConfig {
  readonly databaseUrl: string;
  /** How the connections show up on the server. */
  readonly applicationName: string;
  /** Other rules than those of the rule file; for proofs with short clocks. */
  readonly policy?: RegistryPolicy;
}

export interface RegistryConfig extends RegistryStoreConfig {
  readonly keysDir: string;
  /** Accounts for what a machine opens; absent where each opening has an audit row. */
  readonly book?: MachineBook;
}

/** The registry's tables with their connections. Needs no key, so a withdrawal needs none. */
export interface RegistryStore extends Omit<ChangeDeps, 'sealer'> {
  readonly store: DesignationStore;
  readonly lives: LifeStore;
  readonly requests: RequestStore;
  /** What parity runs let out, by quarter. */
  readonly parityRuns: ParityRuns;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Makes the server forget the bytes of what was erased. */
  scrub(): Promise<void>;
  isHealthy(): Promise<boolean>;
  stop(): Promise<void>;
}

/** The registry as a whole: what service and command line share. */
export interface Registry extends RegistryStore, Pick<UseDeps, 'newRequestId'> {
  readonly sealer: DesignationSealer;
  /** What people do with it, each act accounted for. */
  readonly uses: RegistryUses;
  /** Parity by what is sealed here: counts leave, and nobody in them. */
  readonly parity: ParityUses;
}

type Tables = RegistryTables & BoardTables & AuditTables & ParityTables;
const REQUEST_BYTES = 16;

/**
 * Opens the tables and brings them up to date.
 * @throws ShieldError `postgres.unavailable` | `postgres.refused`
 */
export async function openRegistryStore(
  config: RegistryStoreConfig,
  clock: Clock,
): Promise<RegistryStore> {
  const database: Database<Tables> = openDatabase<Tables>({
    url: config.databaseUrl,
    applicationName: config.applicationName,
  });
  try {
    await migrateDatabase(database.query);
  } catch (error) {
    await database.stop();
    throw error;
  }
  const { query } = database;
  return {
    store: createDesignationStore(query as never),
    lives: createLifeStore(query as never),
    requests: createRequestStore(query as never),
    parityRuns: createParityRuns(query as never),
    audit: createAuditLog(query as never),
    clock,
    policy: config.policy ?? loadDesignationPolicy(),
    ownSideMeasures: ownSideMeasures(),
    scrub: () => scrubRegistry(query as never),
    isHealthy: () => database.isHealthy(),
    stop: () => database.stop(),
  };
}

/**
 * Opens tables and keyring.
 * @throws ShieldError `keys.unavailable` | `postgres.unavailable` | `postgres.refused`
 */
export async function openRegistry(config: RegistryConfig, clock: Clock): Promise<Registry> {
  const sealer = await createLocalSealer(config.keysDir, config.book);
  const opened = await openRegistryStore(config, clock);
  const newRequestId = () => `q_${randomBytes(REQUEST_BYTES).toString('base64url')}` as RequestId;
  const deps = { ...opened, sealer, newRequestId };
  const parity = createParityUses({
    ...deps,
    runs: opened.parityRuns,
    plan: loadParityPlan(),
    rules: loadDisclosurePolicy().audiences,
  });
  return { ...deps, parity, uses: createRegistryUses(deps) };
}

function ownSideMeasures(): ReadonlySet<string> {
  const { measures } = loadMeasureCatalogue();
  const own = measures.filter(({ subject }) => subject === 'defender');
  return new Set(own.map(({ id }) => id));
}

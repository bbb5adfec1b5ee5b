import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTopics, type KafkaConnection } from '@hrd-shield/kafka';
import { createLocalKeyring } from '@hrd-shield/keys';
import type { StackAddresses } from '@hrd-shield/local-stack';
import { createDatabase } from '@hrd-shield/postgres';

/** An installation of the run's own on shared servers: topics, databases, task queue and keys. */
export interface DemoInstallation {
  readonly name: string;
  readonly connection: KafkaConnection;
  readonly topicPrefix: string;
  readonly keysDir: string;
  readonly logDir: string;
  /** Keyring, logs and report of this run. */
  readonly runDir: string;
  readonly databaseUrl: string;
  readonly clickhouseUrl: string;
  /** What services and commands read their configuration from. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes the settings of the run as lines for a shell. @returns the file */
  writeSettings(): string;
  /** Removes the keyring: what was sealed in this run cannot be opened any more. */
  forgetKeys(): void;
}

/** Root of the repository: where the services are started. */
export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Variables of the user's environment that a child needs to run at all. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];

export interface InstallationOptions {
  /** Lower-case letters, digits and `_`; nobody else has it. */
  readonly name: string;
  readonly addresses: StackAddresses;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Makes keyring, topics and databases under a name of their own on servers that others may use.
 *
 * @throws ShieldError of `keys`, `kafka` or `postgres` when one of them cannot be made
 */
export async function createDemoInstallation(
  options: InstallationOptions,
): Promise<DemoInstallation> {
  const { addresses, name } = options;
  const topicPrefix = `${name.replaceAll('_', '-')}.`;
  const runDir = mkdtempSync(join(tmpdir(), `hrd-shield-${name}-`));
  const keysDir = join(runDir, 'keys');
  const logDir = join(runDir, 'logs');
  mkdirSync(logDir, { mode: 0o700 });
  await createLocalKeyring(keysDir);
  const connection = { brokers: addresses.kafkaBrokers.split(','), clientId: name };
  await createTopics(connection, { prefix: topicPrefix });
  const databaseUrl = await createDatabase(addresses.databaseUrl, name);
  const clickhouse = new URL(addresses.clickhouseUrl);
  clickhouse.pathname = `/${name}`;
  const passedOn = PASSED_ON.flatMap((variable) => {
    const value = options.env[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  const own = {
    KAFKA_BROKERS: addresses.kafkaBrokers,
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    CLICKHOUSE_URL: clickhouse.href,
    DATABASE_URL: databaseUrl,
    SHIELD_TOPIC_PREFIX: topicPrefix,
    SHIELD_KEYS_DIR: keysDir,
  };
  return {
    name,
    connection,
    topicPrefix,
    keysDir,
    logDir,
    runDir,
    databaseUrl,
    clickhouseUrl: clickhouse.href,
    env: {
      ...Object.fromEntries(passedOn),
      ...own,
      SHIELD_LOG_LEVEL: 'warn',
    },
    writeSettings: () => {
      const file = join(runDir, 'settings.sh');
      const lines = Object.entries(own).map(([name, value]) => `export ${name}='${value}'`);
      writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
      return file;
    },
    forgetKeys: () => rmSync(keysDir, { recursive: true, force: true }),
  };
}

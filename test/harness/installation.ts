import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopics } from '@hrd-shield/kafka';
import { createLocalKeyring } from '@hrd-shield/keys';
import type { StackAddresses } from '@hrd-shield/local-stack';
import { createDatabase } from '@hrd-shield/postgres';
import { stackAddresses, uniqueName } from './stack.ts';

/** An installation of its own on the shared servers: topics, databases, task queue and keys. */
export interface Installation {
  readonly name: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly keysDir: string;
  /** Where `report` writes. */
  readonly reportDir: string;
  readonly databaseUrl: string;
  readonly clickhouseUrl: string;
  /** What a service reads its configuration from. */
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** Makes an installation that nobody else has. */
export async function createInstallation(
  purpose: string,
  stack: StackAddresses = stackAddresses(),
): Promise<Installation> {
  const name = uniqueName(purpose);
  const topicPrefix = `${name.replaceAll('_', '-')}.`;
  const brokers = stack.kafkaBrokers.split(',');
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const keysDir = join(folder, 'keys');
  const reportDir = join(folder, 'report');
  await createLocalKeyring(keysDir);
  const databaseUrl = await createDatabase(stack.databaseUrl, name);
  await createTopics({ brokers, clientId: name }, { prefix: topicPrefix });
  const clickhouseUrl = new URL(stack.clickhouseUrl);
  clickhouseUrl.pathname = `/${name}`;
  return {
    name,
    brokers,
    topicPrefix,
    keysDir,
    reportDir,
    databaseUrl,
    clickhouseUrl: clickhouseUrl.href,
    env: {
      KAFKA_BROKERS: stack.kafkaBrokers,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      CLICKHOUSE_URL: clickhouseUrl.href,
      DATABASE_URL: databaseUrl,
      SHIELD_TOPIC_PREFIX: topicPrefix,
      SHIELD_KEYS_DIR: keysDir,
      SHIELD_LOG_LEVEL: 'debug',
      SHIELD_RECORD_FLUSH_MS: '100',
      SHIELD_REPORT_OUT_DIR: reportDir,
      SHIELD_REPORT_EVERY_MS: '1000',
      SHIELD_REPORT_SYNTHETIC: 'true',
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

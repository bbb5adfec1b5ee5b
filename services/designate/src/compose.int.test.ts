import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DesignationRecord, decodeRecord, topicName } from '@hrd-shield/contracts';
import { createLogReader, createTopics, headersOf } from '@hrd-shield/kafka';
import { createLocalKeyring } from '@hrd-shield/keys';
import type { LogReader } from '@hrd-shield/pipeline';
import { loadDesignationPolicy } from '@hrd-shield/policy';
import { createDatabase } from '@hrd-shield/postgres';
import {
  importDesignations,
  openRegistry,
  type Registry,
  readDesignations,
  withdrawDesignation,
} from '@hrd-shield/registry';
import { createLogger, type RunningService, startTelemetry } from '@hrd-shield/runtime';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { startDesignate } from './compose.ts';

const ACCOUNT = 'canary-account-7731';
const stack = inject('stackAddresses');
const brokers = stack.kafkaBrokers.split(',');
const prefix = `t${randomBytes(5).toString('hex')}.`;
const stopping = new AbortController();
const published: { readonly ref: string; readonly value: string | null }[] = [];
let keysDir: string;
let registry: Registry;
let service: RunningService;
let reader: LogReader;

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'designate-'));
  await createLocalKeyring(keysDir);
  const name = `designate_${randomBytes(5).toString('hex')}`;
  const databaseUrl = await createDatabase(stack.databaseUrl, name);
  const connection = { brokers, clientId: 'designate-test' };
  await createTopics(connection, { prefix, topics: ['designations', 'listNotices'] });
  const clock = { now: () => Date.now() };
  registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
  const policy = { ...loadDesignationPolicy(), graceMs: 0 };
  const context = {
    config: {
      httpHost: '127.0.0.1',
      httpPort: 0,
      logLevel: 'silent' as const,
      drainMs: 5_000,
      otlpEndpoint: undefined,
      kafkaBrokers: brokers,
      databaseUrl,
      keysDir,
      topicPrefix: prefix,
      relayMs: 100,
      timersMs: 200,
      reassertMs: 1_000,
    },
    logger: createLogger('designate', 'silent'),
    meter: startTelemetry({ service: 'designate' }).meter,
    signal: stopping.signal,
  };
  service = await startDesignate(context, { policy });
  reader = createLogReader({ connection, topic: topicName('designations', prefix) });
  await reader.start((records) => {
    for (const record of records) {
      const decoded = decodeRecord({
        key: record.key,
        value: record.value,
        headers: headersOf(record),
      });
      published.push({
        ref: record.key?.toString() ?? '',
        value: decoded.ok ? JSON.stringify(decoded.event.data) : null,
      });
    }
  });
});

afterAll(async () => {
  stopping.abort();
  await service.stop();
  await reader.stop();
  await registry.stop();
  await rm(keysDir, { recursive: true, force: true });
});

function aFile(account: string, expiresAt: string): string {
  return JSON.stringify({
    account,
    allowedMeasures: ['limit-replies'],
    dataClasses: ['public-content', 'reports'],
    language: 'es',
    expiresAt,
    reviewers: ['r_AAAAAAAAAAAAAAAAAAAAAA', 'r_BBBBBBBBBBBBBBBBBBBBBB'],
  });
}

/** The last record of a designation on the log, once it has reached a state. */
function untilPublished(ref: string, state: string): Promise<DesignationRecord> {
  return vi.waitFor(
    () => {
      const last = published.filter((one) => one.ref === ref).at(-1);
      const record = DesignationRecord.parse(JSON.parse(last?.value ?? 'null'));
      expect(record.state).toBe(state);
      return record;
    },
    { timeout: 10_000, interval: 50 },
  );
}

test('a reviewed designation reaches the topic without the account, and its withdrawal follows', async () => {
  const entries = readDesignations(aFile(ACCOUNT, '2030-01-01T00:00:00Z'));
  const { designated } = await importDesignations(entries, registry);
  const ref = designated[0]?.ref;
  expect(ref).toMatch(/^d_/);
  if (ref === undefined) return;
  const active = await untilPublished(ref, 'active');
  expect(active.version).toBe(1);

  const again = await importDesignations(entries, registry);
  expect(again.refused).toEqual([{ place: 1, code: 'designation.exists' }]);

  const withdrawnAt = Date.now();
  await withdrawDesignation(ref, registry);
  const ended = await untilPublished(ref, 'withdrawn');
  expect(ended.version).toBe(2);
  expect(Date.now() - withdrawnAt).toBeLessThan(5_000);
  expect(JSON.stringify(published)).not.toContain(ACCOUNT);
});

test('an ending is published again until it is erased', async () => {
  const endings = () => published.filter((one) => one.value?.includes('"withdrawn"')).length;
  const before = endings();
  await vi.waitFor(() => expect(endings()).toBeGreaterThan(before), {
    timeout: 10_000,
    interval: 100,
  });
});

test('a designation ends by itself at its expiry', async () => {
  const soon = new Date(Date.now() + 500).toISOString();
  const entries = readDesignations(aFile('another-account', soon));
  const { designated } = await importDesignations(entries, registry);
  const ended = await untilPublished(designated[0]?.ref ?? '', 'withdrawn');
  expect(ended.version).toBe(2);
});

test('the service is ready while registry and relay work', async () => {
  for (const check of Object.values(service.checks)) expect(await check()).toBe(true);
});

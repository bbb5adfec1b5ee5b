import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CloudEvent,
  DesignationRecord,
  decodeRecord,
  encodeBinary,
  INTERNAL_TYPES,
  type ProtectionAck,
  ProtectionCommand,
  topicName,
} from '@hrd-shield/contracts';
import { createKafkaSink, createLogReader, createTopics, headersOf } from '@hrd-shield/kafka';
import { createLocalKeyring, loadKey } from '@hrd-shield/keys';
import { dataOf, type LogReader } from '@hrd-shield/pipeline';
import { loadDesignationPolicy } from '@hrd-shield/policy';
import { createDatabase } from '@hrd-shield/postgres';
import {
  importDesignations,
  openRegistry,
  type Registry,
  readDesignations,
  withdrawDesignation,
} from '@hrd-shield/registry';
import {
  createLogger,
  type RunningService,
  startTelemetry,
  type Telemetry,
} from '@hrd-shield/runtime';
import { connectTemporal, createCustodyClient } from '@hrd-shield/temporal';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { designatedWith, registryPerson } from '../../../test/harness/designated-with.ts';
import { kafkaInClear } from '../../../test/harness/kafka-in-clear.ts';
import { startDesignate } from './compose.ts';

const ACCOUNT = 'canary-account-7731';
/** Within this time a withdrawal stops everything, ms. */
const STOP_MS = 60_000;
const stack = inject('stackAddresses');
const brokers = stack.kafkaBrokers.split(',');
const prefix = `t${randomBytes(5).toString('hex')}.`;
const stopping = new AbortController();
const published: { readonly ref: string; readonly value: string | null }[] = [];
let keysDir: string;
let registry: Registry;
let service: RunningService;
let telemetry: Telemetry;
let reader: LogReader;

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'designate-'));
  await createLocalKeyring(keysDir);
  const name = `designate_${randomBytes(5).toString('hex')}`;
  const databaseUrl = await createDatabase(stack.databaseUrl, name);
  const connection = { brokers, clientId: 'designate-test' };
  await createTopics(connection, {
    prefix,
    topics: ['designations', 'listNotices', 'protectionCommands', 'protectionAcks'],
  });
  const clock = { now: () => Date.now() };
  registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
  const policy = { ...loadDesignationPolicy(), graceMs: 0 };
  telemetry = startTelemetry({ service: 'designate' });
  const context = {
    config: {
      httpHost: '127.0.0.1',
      httpPort: 0,
      logLevel: 'silent' as const,
      drainMs: 5_000,
      otlpEndpoint: undefined,
      ...kafkaInClear(brokers),
      databaseUrl,
      keysDir,
      auditDir: undefined,
      auditWindowMs: 300_000,
      topicPrefix: prefix,
      relayMs: 100,
      timersMs: 200,
      reassertMs: 1_000,
      reportsKeptMs: 190 * 86_400_000,
      reviewsMs: 200,
      temporalAddress: stack.temporalAddress,
      temporalNamespace: 'default',
      notifyFile: undefined,
    },
    logger: createLogger('designate', 'silent'),
    meter: telemetry.meter,
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
  await telemetry.stop();
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
    { timeout: 60_000, interval: 50 },
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
  expect(Date.now() - withdrawnAt).toBeLessThan(STOP_MS);
  expect(JSON.stringify(published)).not.toContain(ACCOUNT);
});

test('an ending is published again until it is erased', async () => {
  const endings = () => published.filter((one) => one.value?.includes('"withdrawn"')).length;
  const before = endings();
  await vi.waitFor(() => expect(endings()).toBeGreaterThan(before), {
    timeout: 60_000,
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

test('an SOS locks the account by the platform, refuses withdrawal, ends by the proof of safety, and check-ins are awaited again', async () => {
  const connection = { brokers, clientId: 'designate-platform' };
  const acks = createKafkaSink({ connection });
  const commands = createLogReader({
    connection,
    topic: topicName('protectionCommands', prefix),
  });
  const said = new Map<string, string>();
  const raw: string[] = [];
  // A command may come twice; it is one by its id.
  const done = (): readonly string[] => [...said.values()];
  await commands.start((records) => {
    for (const record of records) {
      const command = dataOf(record, ProtectionCommand);
      if (command === undefined) continue;
      raw.push(record.value?.toString() ?? '');
      said.set(command.id, `${command.act} ${command.measure}`);
      void acks.send([ackOf(command)]);
    }
  });
  const { uses } = registry;
  const self = { kind: 'defender', session: 'trusted' } as const;
  const ref = await designatedWith(registry, {
    account: 'canary-held',
    classes: ['login'],
    custody: true,
    phrases: { safety: 'two herons' },
  });

  const hourly = { kind: 'set-check-in', isAwaited: true, phrase: 'two herons' } as const;
  const agreed = { checkIn: { everyMs: 3_600_000 } };
  expect(await uses.ask(self, ref, { ...hourly, agreed })).toMatchObject({ ok: true });
  const temporal = await connectTemporal({
    address: stack.temporalAddress,
    namespace: 'default',
    payloadKey: await loadKey(keysDir, 'payload'),
  });
  const custody = createCustodyClient(temporal, `${prefix}shield-designate`);

  const delegate = { kind: 'delegate', delegate: '1' } as const;
  expect(await uses.ask(delegate, ref, { kind: 'begin-custody' })).toMatchObject({ ok: true });
  const until = (check: () => void | Promise<void>) =>
    vi.waitFor(check, { timeout: 90_000, interval: 100 });
  await until(() => expect(done()).toHaveLength(4));
  expect(done()[0]).toBe('apply lock-for-holder');
  const refused = await uses.ask(self, ref, { kind: 'withdraw' });
  expect(refused).toEqual({ ok: false, code: 'designation.in-custody' });

  const proof = { kind: 'end-custody', phrase: 'two herons' } as const;
  expect(await uses.ask(registryPerson('hana', 'responder'), ref, proof)).toMatchObject({
    ok: true,
  });
  await until(() => expect(done()).toHaveLength(8));
  expect(done().at(-1)).toBe('lift lock-for-holder');
  expect(raw.join()).not.toContain('canary-held');
  await until(async () =>
    expect(await custody.view(ref)).toMatchObject({ state: 'watching', about: { round: 1 } }),
  );
  await temporal.stop();
  await commands.stop();
  await acks.stop();
}, 240_000);

function ackOf({ case: forCase, defender, id, instance, act }: ProtectionCommand) {
  const status = act === 'lift' ? 'lifted' : 'applied';
  const data = { command: id, instance, defender, case: forCase, status, at: Date.now() } as const;
  const event: CloudEvent<ProtectionAck> = {
    specversion: '1.0',
    id: `${id}.ack`,
    source: 'platform/test',
    type: INTERNAL_TYPES.ack,
    time: new Date(data.at).toISOString(),
    data,
  };
  return { topic: topicName('protectionAcks', prefix), ...encodeBinary(event, defender) };
}

test('the service is ready while registry and relay work', async () => {
  for (const check of Object.values(service.checks)) expect(await check()).toBe(true);
});

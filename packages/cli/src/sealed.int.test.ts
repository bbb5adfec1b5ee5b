import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  encodeBinary,
  INTERNAL_TYPES,
  type TargetingEvent,
  type TargetingRecord,
  topicName,
} from '@hrd-shield/contracts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createLogReader,
  createTopics,
} from '@hrd-shield/kafka';
import {
  createDefenderSealer,
  createFolderKeyStore,
  createLocalKeyring,
  createPseudonymiser,
  loadKey,
  newDefenderRef,
} from '@hrd-shield/keys';
import {
  createDeadLetterWriter,
  type OutRecord,
  SEAL_PURPOSES,
  type SourceRecord,
} from '@hrd-shield/pipeline';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { runCli } from './program.ts';

const stack = inject('stackAddresses');
const prefix = `t${randomBytes(5).toString('hex')}.`;
const connection = { brokers: stack.kafkaBrokers.split(','), clientId: 'cli-test' };
const TARGETING = topicName('targetingEvents', prefix);
const CONTENT = topicName('contentEvents', prefix);
const AT = Date.parse('2026-03-01T12:00:00Z');
const KEPT = newDefenderRef();
const ERASED = newDefenderRef();
let dir: string;
let keysDir: string;
let env: Record<string, string>;
let keys: ReturnType<typeof createFolderKeyStore>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sealed-'));
  keysDir = join(dir, 'keys');
  const dataKeys = await createLocalKeyring(keysDir);
  keys = createFolderKeyStore({
    dir: dataKeys,
    keyEncryptionKey: await loadKey(keysDir, 'kek'),
  });
  await createTopics(connection, {
    prefix,
    topics: ['deadLetters', 'contentEvents', 'targetingEvents'],
    partitions: { targetingEvents: 1 },
  });
  env = {
    KAFKA_BROKERS: stack.kafkaBrokers,
    SHIELD_KEYS_DIR: keysDir,
    SHIELD_TOPIC_PREFIX: prefix,
  };
});

afterAll(async () => {
  const admin = createKafkaAdmin(connection);
  await admin.deleteTopics((await admin.listTopics()).filter((one) => one.startsWith(prefix)));
  await rm(dir, { recursive: true, force: true });
});

async function run(argv: readonly string[]) {
  const out = { stdout: '', stderr: '' };
  const code = await runCli([...argv, '--json'], {
    env,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (out.stdout += text) },
    stderr: { write: (text) => (out.stderr += text) },
  });
  return { code, ...out, json: out.stdout === '' ? undefined : JSON.parse(out.stdout) };
}

async function append(records: readonly OutRecord[]): Promise<void> {
  const sink = createKafkaSink({ connection });
  await sink.send(records);
  await sink.stop();
}

function aTargetingRecord(data: TargetingRecord, key: string): OutRecord {
  const envelope = {
    specversion: '1.0' as const,
    id: `x-${data.kind}`,
    source: 'hrd-shield/ingest',
    type: INTERNAL_TYPES.targeting,
    time: new Date(AT).toISOString(),
  };
  return { topic: TARGETING, ...encodeBinary({ ...envelope, data }, key), partition: 0 };
}

test('export opens the targeting log in its order, leaves erased defenders sealed, and is recorded', async () => {
  await keys.create(KEPT);
  await keys.create(ERASED);
  const sealer = createDefenderSealer(keys);
  const sealed = async (defender: typeof KEPT, ref: string) => {
    const event = { ref, defender, at: AT, kind: 'login-failed' } as TargetingEvent;
    const plain = Buffer.from(JSON.stringify(event));
    const value = await sealer.seal(defender, SEAL_PURPOSES.targetingEvent, plain);
    return aTargetingRecord({ kind: 'event', ref: event.ref, defender, sealed: value }, defender);
  };
  await append([
    await sealed(KEPT, 'e_AAAAAAAAAAAAAAAAAAAAAA'),
    await sealed(ERASED, 'e_BBBBBBBBBBBBBBBBBBBBBB'),
    aTargetingRecord({ kind: 'watermark', at: AT }, 'watermark'),
  ]);
  await keys.destroy(ERASED);

  const out = join(dir, 'log.ndjson');
  expect((await run(['export', '--out', out])).code).toBe(2);
  const exported = await run(['export', '--out', out, '--purpose', 'evaluation']);
  expect(exported).toMatchObject({
    code: 0,
    json: { events: 1, hints: 0, watermarks: 1, erased: 1 },
  });
  const lines = (await readFile(out, 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      partition: 0,
      offset: '0',
      kind: 'event',
      event: { ref: 'e_AAAAAAAAAAAAAAAAAAAAAA', defender: KEPT, at: AT, kind: 'login-failed' },
    },
    { partition: 0, offset: '2', kind: 'watermark', at: AT },
  ]);
  const audit = await readFile(join(keysDir, 'unseal-audit.ndjson'), 'utf8');
  expect(audit.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(audit)).toMatchObject({ what: 'export', purpose: 'evaluation', bulk: true });
});

test('a letter past screening is put back only with --unseal, byte for byte', async () => {
  const sealer = createDefenderSealer(keys);
  const pseudonyms = createPseudonymiser(await loadKey(keysDir, 'pseudonym'));
  const config = { topic: topicName('deadLetters', prefix), source: 'hrd-shield/ingest' };
  const letters = createDeadLetterWriter({ sealer, pseudonyms, now: () => AT }, config);
  const poison = Buffer.from([0x7b, 0xff, 0x00]);
  const record: SourceRecord = {
    key: Buffer.from('canary-account'),
    value: poison,
    offset: '7',
    timestamp: String(AT),
    headers: { ce_id: 'x-1' },
  };
  const refused = {
    record,
    from: { topic: CONTENT, partition: 0 },
    step: 'decode',
    code: 'event.not-json',
    reason: 'the value does not parse',
  } as const;
  await append([await letters.sealed(refused, KEPT)]);

  const without = await run(['dead-letters', 'replay', '--all']);
  expect(without).toMatchObject({ code: 3, json: { replayed: 0, kept: 1 } });
  const unsealed = await run(['dead-letters', 'replay', '--all', '--unseal']);
  expect(unsealed).toMatchObject({
    code: 0,
    json: { replayed: 1, kept: 0, topics: [{ topic: CONTENT, before: 0, after: 1 }] },
  });
  expect(unsealed.stdout + unsealed.stderr).not.toContain('canary');
  const found: SourceRecord[] = [];
  const reader = createLogReader({ connection, topic: CONTENT });
  await reader.start((records) => void found.push(...records));
  await reader.stop();
  expect(found.map((one) => [one.key?.toString(), one.value?.toString('hex')])).toEqual([
    ['canary-account', '7bff00'],
  ]);
});

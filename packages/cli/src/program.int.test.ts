import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CloudEvent,
  DeadLetter,
  encodeBinary,
  INTERNAL_TYPES,
  topicName,
} from '@hrd-shield/contracts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createLogReader,
  createTopics,
} from '@hrd-shield/kafka';
import { createLocalKeyring } from '@hrd-shield/keys';
import type { SourceRecord } from '@hrd-shield/pipeline';
import { createDatabase } from '@hrd-shield/postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { runCli } from './program.ts';

const stack = inject('stackAddresses');
const prefix = `t${randomBytes(5).toString('hex')}.`;
const connection = { brokers: stack.kafkaBrokers.split(','), clientId: 'cli-test' };
const CONTENT = `${prefix}platform.content-events.v1`;
let dir: string;
let env: Record<string, string>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cli-'));
  await createLocalKeyring(join(dir, 'keys'));
  const topics = [
    ...(['accountEvents', 'contentEvents', 'deadLetters', 'designations', 'reportEvents'] as const),
  ];
  await createTopics(connection, { prefix, topics });
  env = {
    KAFKA_BROKERS: stack.kafkaBrokers,
    DATABASE_URL: await createDatabase(stack.databaseUrl, `cli_${randomBytes(5).toString('hex')}`),
    SHIELD_KEYS_DIR: join(dir, 'keys'),
    SHIELD_TOPIC_PREFIX: prefix,
  };
});

afterAll(async () => {
  const topics = await createKafkaAdmin(connection).listTopics();
  await createKafkaAdmin(connection).deleteTopics(topics.filter((one) => one.startsWith(prefix)));
  await rm(dir, { recursive: true, force: true });
});

async function run(argv: readonly string[], stdin = '', at = prefix) {
  const out = { stdout: '', stderr: '' };
  const code = await runCli([...argv, '--json'], {
    env: { ...env, SHIELD_TOPIC_PREFIX: at },
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: { write: (text) => (out.stdout += text) },
    stderr: { write: (text) => (out.stderr += text) },
  });
  return { code, said: out.stdout + out.stderr, json: JSON.parse(out.stdout) };
}

describe('designate', () => {
  test('accounts come in by standard input and are never shown again', async () => {
    const entry = {
      account: 'canary-account',
      allowedMeasures: ['limit-replies'],
      dataClasses: ['public-content'],
      language: 'es',
      expiresAt: '2030-01-01T00:00:00Z',
      reviewers: ['r_AAAAAAAAAAAAAAAAAAAAAA', 'r_BBBBBBBBBBBBBBBBBBBBBB'],
    };
    const imported = await run(['designate', 'import', '-'], JSON.stringify(entry));
    expect(imported).toMatchObject({ code: 0, json: { ok: true, refused: [] } });
    const again = await run(['designate', 'import', '-'], JSON.stringify(entry));
    expect(again).toMatchObject({ code: 3, json: { ok: false, designated: [] } });

    const { ref } = imported.json.designated[0];
    expect(await run(['designate', 'pause', ref])).toMatchObject({
      json: { designation: { state: 'paused' } },
    });
    expect(await run(['designate', 'resume', ref])).toMatchObject({
      json: { designation: { state: 'active' } },
    });
    await run(['designate', 'withdraw', ref]);
    const replayed = await run(['designate', 'replay-erasures']);
    expect(replayed.json).toEqual({ ok: true, erased: [], takenBack: [], unknown: [] });
    const listed = await run(['designate', 'list']);
    expect(listed.json.designations).toMatchObject([
      { ref, state: 'withdrawn', version: 4, endReason: 'withdrawn', erased: false },
    ]);
    expect(imported.said + again.said + listed.said).not.toContain('canary');
  });
});

describe('topics', () => {
  const at = { partitions: { targetingEvents: 6, outcomes: 6, detectSnapshots: 4 } } as const;
  const of = (json: { topics: { id: string }[] }, id: string) =>
    json.topics.find((topic) => topic.id === id);

  test('plan makes nothing; apply makes what is missing, beside what the platform already has', async () => {
    // A platform with more partitions than asked: no contradiction, and the states follow.
    const topics = ['targetingEvents', 'outcomes'] as const;
    await createTopics(connection, { prefix: `${prefix}own.`, topics, ...at });
    const before = await topicsOf(`${prefix}own.`);
    const planned = await run(['topics', 'plan', '--replicas', '1'], '', `${prefix}own.`);
    expect(planned).toMatchObject({ code: 0, json: { agree: 2, missing: 22, differ: 0 } });
    expect(of(planned.json, 'detectSnapshots')).toMatchObject({ state: 'missing', partitions: 6 });
    expect(await topicsOf(`${prefix}own.`)).toEqual(before);

    const applied = await run(['topics', 'apply', '--replicas', '1'], '', `${prefix}own.`);
    expect(applied).toMatchObject({ code: 0, json: { made: 22, agree: 24, missing: 0 } });
    const again = await run(['topics', 'apply', '--replicas', '1'], '', `${prefix}own.`);
    expect(again).toMatchObject({ code: 0, json: { made: 0, agree: 24 } });
    const states = topicName('detectSnapshots', `${prefix}own.`);
    expect(await createKafkaAdmin(connection).describe([states])).toMatchObject([
      {
        partitions: 6,
        config: { 'cleanup.policy': 'compact', 'max.compaction.lag.ms': '86400000' },
      },
    ]);
  });

  test('a topic that contradicts is named with what it has, and nothing is made', async () => {
    const other = `${prefix}other.`;
    const topics = ['targetingEvents', 'detectSnapshots', 'designations'] as const;
    await createTopics(connection, {
      ...{ prefix: other, topics },
      partitions: { ...at.partitions, designations: 2 },
    });
    const before = await topicsOf(other);
    const { code, json } = await run(['topics', 'apply'], '', other);
    expect(code).toBe(3);
    expect(json).toMatchObject({ code: 'kafka.topic-differs', made: 0, missing: 21, differ: 3 });
    expect(of(json, 'detectSnapshots')).toMatchObject({
      differences: [
        { setting: 'partitions', asked: '6', found: '4' },
        { setting: 'replicas', asked: 'at least 3', found: '1' },
        { setting: 'min.insync.replicas', asked: 'at least 2', found: '1' },
      ],
    });
    expect(of(json, 'designations')).toMatchObject({
      differences: [{ setting: 'partitions', asked: '1', found: '2' }, {}, {}],
    });
    expect(await topicsOf(other)).toEqual(before);
  });
});

describe('replay', () => {
  test('valid lines land on their topics, and each refused line is named with its code', async () => {
    const file = join(dir, 'events.ndjson');
    const event = (id: string, type: string, data: object) =>
      JSON.stringify({
        specversion: '1.0',
        id,
        source: 'platform/test',
        type,
        time: '2026-01-05T10:00:00Z',
        data,
      });
    const followed = { affected: 'b', actor: { account: 'a' } };
    await writeFile(
      file,
      [
        event('1', 'org.hrdshield.account.followed.v1', followed),
        '{"half":',
        event('2', 'org.hrdshield.account.followed.v1', { affected: 7 }),
        event('3', 'org.hrdshield.account.no-such.v1', followed),
      ].join('\n'),
    );
    const { code, json } = await run(['replay', '--input', file]);
    expect(code).toBe(3);
    expect(json).toMatchObject({
      sent: 1,
      refused: 3,
      topics: { [`${prefix}platform.account-events.v1`]: 1 },
      lines: [
        { line: 2, code: 'event.not-json' },
        { line: 3, code: 'event.bad-schema' },
        { line: 4, code: 'event.unknown-type' },
      ],
    });
  });
});

describe('dead-letters', () => {
  test('are listed without content, and replayed byte for byte to the topic they came from', async () => {
    const poison = Buffer.from([0x7b, 0xff, 0x00, 0x9f]);
    const headers = { ce_id: 'x-1', odd: 'kept' };
    await appendLetters([
      aLetter({
        key: Buffer.from('canary-account').toString('base64'),
        bytes: poison.toString('base64'),
        headers,
      }),
      aLetter({ code: 'seal.broken', sealed: true, topic: 'shield.targeting-events.v1' }),
    ]);

    const listed = await run(['dead-letters', 'list']);
    expect(listed.json.counts).toEqual({ 'event.not-json': 1, 'seal.broken': 1 });
    expect(listed.said).not.toContain('canary');

    const replayed = await run(['dead-letters', 'replay', '--all']);
    expect(replayed).toMatchObject({
      code: 3,
      json: {
        letters: 2,
        selected: 2,
        replayed: 1,
        kept: 1,
        topics: [{ topic: CONTENT, before: 0, after: 1 }],
      },
    });
    const [record] = await recordsOf(CONTENT);
    expect(record?.key?.toString()).toBe('canary-account');
    expect(record?.value?.equals(poison)).toBe(true);
    expect(String(record?.headers?.odd)).toBe('kept');
  });

  test('a wrong prefix is said, not shown as an empty list', async () => {
    const argv = ['dead-letters', 'list', '--json'];
    let text = '';
    const code = await runCli(argv, {
      env: { ...env, SHIELD_TOPIC_PREFIX: 'nowhere.' },
      stdin: (async function* () {})(),
      stdout: { write: (more) => (text += more) },
      stderr: { write: () => undefined },
    });
    expect(code).toBe(2);
    expect(text).toContain('the broker has no topic nowhere.shield.dead-letters.v1');
  });
});

function aLetter(overrides: Partial<DeadLetter>): DeadLetter {
  return DeadLetter.parse({
    code: 'event.not-json',
    step: 'parse-envelope',
    reason: 'the value does not parse',
    at: 1_800_000_000_000,
    topic: CONTENT,
    sealed: false,
    bytes: '',
    ...overrides,
  });
}

async function appendLetters(letters: readonly DeadLetter[]): Promise<void> {
  const sink = createKafkaSink({ connection });
  const topic = topicName('deadLetters', prefix);
  await sink.send(
    letters.map((data, index) => {
      const event: CloudEvent<DeadLetter> = {
        specversion: '1.0',
        id: `letter-${index}`,
        source: 'hrd-shield/ingest',
        type: INTERNAL_TYPES.deadLetter,
        time: '2026-01-05T10:00:00Z',
        data,
      };
      return { topic, ...encodeBinary(event, ''), key: null };
    }),
  );
  await sink.stop();
}

async function topicsOf(at: string): Promise<readonly string[]> {
  const topics = await createKafkaAdmin(connection).listTopics();
  return topics.filter((topic) => topic.startsWith(at)).sort();
}

async function recordsOf(topic: string): Promise<readonly SourceRecord[]> {
  const found: SourceRecord[] = [];
  const reader = createLogReader({ connection, topic });
  await reader.start((records) => void found.push(...records));
  await reader.stop();
  return found;
}

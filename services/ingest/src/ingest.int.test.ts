import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DataClass,
  DeadLetter,
  type DefenderRef,
  decodeRecord,
  encodeBinary,
  INTERNAL_TYPES,
  StageRecord,
  TargetingEvent,
  TargetingRecord,
  topicName,
  type VaultEntry,
} from '@hrd-shield/contracts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createLogReader,
  createTopics,
  headersOf,
  type KafkaConnection,
  type KafkaSink,
} from '@hrd-shield/kafka';
import {
  createAccountDigest,
  createAccountTagger,
  createBoxOpener,
  createDefenderSealer,
  createFolderKeyStore,
  createLocalKeyring,
  DIGEST_KEY_VERSION,
  dataKeysDir,
  loadKey,
  loadPlatformKey,
  newDefenderRef,
  openScreeningSealer,
  tagToHex,
} from '@hrd-shield/keys';
import type { LogReader, OutRecord, SourceRecord } from '@hrd-shield/pipeline';
import { SEAL_PURPOSES, type VaultKeys, vaultEntry } from '@hrd-shield/pipeline';
import {
  createLogger,
  type RunningService,
  startTelemetry,
  type Telemetry,
} from '@hrd-shield/runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kafkaInClear } from '../../../test/harness/kafka-in-clear.ts';
import { stackAddresses, uniqueName } from '../../../test/harness/stack.ts';
import { startIngest } from './compose.ts';
import { mentionsOn } from './testing/mention.ts';

const CANARY = 'canary-account-51423';
const PAUSED = 'paused-account-1';
const GONE = 'gone-account-1';
const GUARDED = 'guarded-account-1';
const prefix = `${uniqueName('ingest').replace('_', '-')}.`;
const content = `${prefix}platform.content-events.v1`;
const account = `${prefix}platform.account-events.v1`;
const mention = mentionsOn(content);
const shieldTopics = [
  'targetingEvents',
  'deadLetters',
  'designations',
  'sightings',
  'protectedLooks',
] as const;
const seen = new Map<string, SourceRecord[]>(shieldTopics.map((id) => [id, []]));
const readers: LogReader[] = [];
let connection: KafkaConnection;
let keysDir: string;
let sink: KafkaSink;
let service: RunningService;
let telemetry: Telemetry;
let defender: DefenderRef;
let gone: DefenderRef;
let guarded: DefenderRef;

async function designate(
  accountId: string,
  state: 'active' | 'paused' | 'withdrawn',
  as: {
    readonly ref?: DefenderRef;
    readonly version?: number;
    readonly dataClasses?: readonly DataClass[];
    readonly address?: string;
  } = {},
): Promise<DefenderRef> {
  const digest = createAccountDigest(await loadKey(keysDir, 'digest'), DIGEST_KEY_VERSION);
  const tagOf = createAccountTagger(await loadKey(keysDir, 'tag-seed'));
  const screening = await openScreeningSealer(keysDir);
  const ref = as.ref ?? newDefenderRef();
  await keyStore().then((keys) => keys.create(ref));
  const sealed = screening.seal(ref, {
    digest: digest.digest(accountId),
    digestKey: DIGEST_KEY_VERSION,
    tag: tagToHex(tagOf(Buffer.from(accountId))),
    dataClasses: [...(as.dataClasses ?? ['public-content'])],
    ...(as.address === undefined
      ? {}
      : { vault: [vaultOf(ref, as.address, { tagOf, digestOf: digest.digest })] }),
  });
  const { key, value, headers } = encodeBinary(
    {
      specversion: '1.0',
      id: `${ref}-${as.version ?? 1}`,
      source: 'test',
      type: INTERNAL_TYPES.designation,
      time: new Date().toISOString(),
      data: {
        ref,
        version: as.version ?? 1,
        state,
        probe: false,
        expiresAt: Date.now() + 3_600_000,
        screening: sealed,
        protection: sealed,
      },
    },
    ref,
  );
  await sink.send([{ topic: topicName('designations', prefix), key, value, headers }]);
  return ref;
}

function vaultOf(ref: DefenderRef, address: string, keys: VaultKeys): VaultEntry {
  const entry = vaultEntry(ref, { kind: 'address', value: address }, keys);
  if (entry === undefined) throw new TypeError('the address has no normal form');
  return entry;
}

async function keyStore() {
  return createFolderKeyStore({
    dir: dataKeysDir(keysDir),
    keyEncryptionKey: await loadKey(keysDir, 'kek'),
  });
}

function targeting(): TargetingRecord[] {
  return (seen.get('targetingEvents') ?? []).map((record) => TargetingRecord.parse(dataOf(record)));
}

function events() {
  return targeting().flatMap((record) => (record.kind === 'event' ? [record] : []));
}

function letters(): DeadLetter[] {
  return (seen.get('deadLetters') ?? []).map((record) => DeadLetter.parse(dataOf(record)));
}

function dataOf(record: SourceRecord): unknown {
  const decoded = decodeRecord({ ...record, headers: headersOf(record) });
  return decoded.ok ? decoded.event.data : undefined;
}

const until = (check: () => unknown): Promise<void> =>
  expect.poll(check, { timeout: 30_000, interval: 50 }).toBe(true);

/** One instance of the service. */
function start(told: Telemetry): Promise<RunningService> {
  return startIngest({
    config: {
      httpHost: '127.0.0.1',
      httpPort: 0,
      logLevel: 'silent',
      drainMs: 5_000,
      otlpEndpoint: undefined,
      ...kafkaInClear(stackAddresses().kafkaBrokers.split(',')),
      kafkaGiveUpMs: 600_000,
      topicPrefix: prefix,
      keysDir,
      auditDir: undefined,
      auditWindowMs: 300_000,
      maxEventBytes: 4_096,
      futureMs: 60_000,
      brokerLagMs: 3_600_000,
      latenessMs: 3_600_000,
      watermarkMs: 100,
      idleMs: 500,
      probeMs: 180_000,
      verdictTrust: 'osprey=0.8',
      policyFile: undefined,
      stagesFile: undefined,
      maxBytesPerPartition: 1_048_576,
      acceptOffsetGap: 'no',
      decoder: 'in-place',
    },
    logger: createLogger('ingest', 'silent'),
    meter: told.meter,
    signal: new AbortController().signal,
  });
}

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'ingest-'));
  await createLocalKeyring(keysDir);
  const brokers = stackAddresses().kafkaBrokers.split(',');
  connection = { brokers, clientId: uniqueName('ingest') };
  await createTopics(connection, { prefix });
  sink = createKafkaSink({ connection });
  await sink.start();
  defender = await designate(CANARY, 'active');
  await designate(PAUSED, 'paused');
  gone = await designate(GONE, 'active');
  guarded = await designate(GUARDED, 'active', {
    dataClasses: ['public-content', 'message-metadata', 'vault'],
    address: 'Elm Street 12',
  });
  telemetry = startTelemetry({ service: 'ingest', keepSpans: true });
  service = await start(telemetry);
  for (const id of shieldTopics) {
    const reader = createLogReader({ connection, topic: topicName(id, prefix) });
    readers.push(reader);
    await reader.start((records) => void seen.get(id)?.push(...records));
  }
});

afterAll(async () => {
  await service.stop();
  await Promise.all(readers.map((reader) => reader.stop()));
  await sink.stop();
  await telemetry.stop();
  const admin = createKafkaAdmin(connection);
  const own = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  await admin.deleteTopics(own);
  await rm(keysDir, { recursive: true });
});

test('one event about a defender becomes one sealed record under the reference', async () => {
  await sink.send([mention('somebody-else'), mention(CANARY), mention('another')]);
  await until(() => events().length === 1);
  const [record] = events();
  expect(record?.defender).toBe(defender);
  const keys = await keyStore();
  const sealer = createDefenderSealer(keys);
  const plain = await sealer.open(
    defender,
    SEAL_PURPOSES.targetingEvent,
    record?.sealed ?? ('' as never),
  );
  const event = TargetingEvent.parse(JSON.parse(Buffer.from(plain).toString()));
  expect(event).toMatchObject({ kind: 'mentioned', text: 'words about somebody', defender });
  expect(event.ref).toBe(record?.ref);
  const open = createBoxOpener(await loadPlatformKey(keysDir, 'private'));
  expect(open(event.actor?.handle ?? '')).toBe('actor-9');
});

test('every kind of bad input becomes a letter that says why, sealed once it is known whose', async () => {
  const day = 86_400_000;
  await sink.send([
    mention(CANARY, { key: null }),
    mention(CANARY, { value: '{"affected":' }),
    mention(CANARY, { value: '{"affected":"x"}' }),
    mention(CANARY, { type: 'org.hrdshield.content.yodelled.v1' }),
    mention(CANARY, { dropTime: true }),
    mention(CANARY, { time: new Date(Date.now() + day).toISOString() }),
    mention(CANARY, { time: new Date(Date.now() - 9 * day).toISOString() }),
    mention(CANARY, { value: JSON.stringify({ text: 'x'.repeat(5_000) }) }),
    mention('somebody-else', { key: CANARY }),
  ]);
  await until(() => letters().length === 9);
  expect(letters().map((letter) => letter.code)).toEqual([
    'event.no-key',
    'event.not-json',
    'event.bad-schema',
    'event.unknown-type',
    'event.no-envelope',
    'event.in-future',
    'event.too-old',
    'event.too-large',
    'event.wrong-key',
  ]);
  const [noKey, ...known] = letters();
  expect(noKey).toMatchObject({ sealed: false, partition: 0, topic: content });
  for (const letter of known) {
    expect(letter.sealed).toBe(true);
    expect([letter.key, letter.partition, letter.offset, letter.headers]).toEqual(
      Array(4).fill(undefined),
    );
  }
  const keys = createDefenderSealer(await keyStore());
  const bytes = known[0]?.bytes as never;
  const original = await keys.open(defender, SEAL_PURPOSES.deadLetter, bytes);
  const { value } = JSON.parse(Buffer.from(original).toString());
  expect(Buffer.from(value, 'base64').toString()).toBe('{"affected":');
});

test('that screening parts were opened lies on the disk, without whose they are', async () => {
  const dir = join(keysDir, 'machine-audit');
  const files = await readdir(dir);
  const texts = await Promise.all(files.map((name) => readFile(join(dir, name), 'utf8')));
  const [first, ...rest] = texts.join('').split('\n').filter(Boolean);
  const [service, purpose] = ['ingest', 'designation.screening'];
  expect(JSON.parse(first ?? '')).toMatchObject({ service, purpose, openings: null });
  expect([first, ...rest].join('')).not.toContain(defender);
});

test('what consent does not cover, and whoever is paused, is dropped', async () => {
  const before = events().length;
  const login = {
    ...mention(CANARY, {
      type: 'org.hrdshield.account.login-failed.v1',
      value: JSON.stringify({ affected: CANARY, signIn: {} }),
    }),
    topic: account,
  };
  await sink.send([login, mention(PAUSED), mention(CANARY)]);
  await until(() => events().length === before + 1);
  const metrics = await telemetry.metricsText();
  await expect
    .poll(() => telemetry.metricsText(), { timeout: 60_000 })
    .toContain('shield_ingest_dropped_total{reason="outside-consent"} 1');
  expect(metrics).toContain('shield_ingest_dropped_total{reason="designation-inactive"} 1');
});

test('a withdrawn designation is processed no more, and no late record brings it back', async () => {
  await sink.send([mention(GONE)]);
  await until(() => events().some((record) => record.defender === gone));
  const count = (): number => events().filter((record) => record.defender === gone).length;
  const before = count();
  await designate(GONE, 'withdrawn', { ref: gone, version: 3 });
  await designate(GONE, 'active', { ref: gone, version: 2 });
  const held = async (): Promise<string> =>
    /shield_ingest_designations (\d+)/.exec(await telemetry.metricsText())?.[1] ?? '';
  await expect.poll(held, { timeout: 60_000 }).toBe('3');
  const total = events().length;
  await sink.send([mention(GONE), mention(CANARY)]);
  await until(() => events().length === total + 1);
  expect(count()).toBe(before);
});

/** An event of a stream, as a platform sends it. */
function streamed(topic: string, key: string, type: string, data: object): OutRecord {
  const event = mention(key, { type: `org.hrdshield.${type}.v1`, value: JSON.stringify(data) });
  return { ...event, topic: `${prefix}${topic}`, partition: 0 };
}

async function eventsOf(ref: DefenderRef): Promise<readonly TargetingEvent[]> {
  const sealer = createDefenderSealer(await keyStore());
  const own = events().filter((record) => record.defender === ref);
  return Promise.all(
    own.map(async ({ sealed }) => {
      const plain = await sealer.open(ref, SEAL_PURPOSES.targetingEvent, sealed);
      return TargetingEvent.parse(JSON.parse(Buffer.from(plain).toString()));
    }),
  );
}

test('a clone of a profile reaches the defender, and whom it writes to; a stranger reaches nobody', async () => {
  const published = (account: string, handle: string, createdAt: number) =>
    streamed('platform.profile-events.v1', account, 'profile.published', {
      account,
      change: 'created',
      handle,
      createdAt,
    });
  await sink.send([
    published(GUARDED, 'ana_rivera', 1),
    published('stranger-7', 'quiet_gardener', 9),
    published('clone-7', 'ana.r1vera', 9),
    streamed('platform.profile-events.v1', 'clone-7', 'profile.outreach-counted', {
      account: 'clone-7',
      windowMs: 60_000,
      messaged: 40,
      followed: 3,
      commonFollowee: GUARDED,
      commonFolloweeRatio: 0.9,
    }),
  ]);
  await until(() => events().filter((record) => record.defender === guarded).length === 3);
  const found = await eventsOf(guarded);
  expect(found.map(({ actor, kind }) => [kind, actor === undefined])).toEqual([
    ['profile-created', true],
    ['profile-created', false],
    ['outreach-counted', false],
  ]);
  expect(found[1]?.actor?.ref).toBe(found[2]?.actor?.ref);
  expect(JSON.stringify(found)).not.toMatch(/clone-7|guarded-account/);
  const looks = seen.get('protectedLooks')?.map((record) => String(record.value)) ?? [];
  expect(looks.length).toBeGreaterThan(0);
  expect(looks.join()).not.toContain('rivera');
});

test('what lies in the vault is told by its kind, and verdicts of others with their trust', async () => {
  const text = 'she lives in ELM street, 12 - go there';
  const judged = {
    affected: GUARDED,
    objectId: 'post-77',
    judgement: {
      system: 'osprey',
      basis: 'rule',
      verdict: { provider: 'osprey', label: 'threat', score: 0.9, version: '2' },
    },
  };
  const before = (await eventsOf(guarded)).length;
  const actor = { account: 'actor-9' };
  await sink.send([
    mention(GUARDED, { value: JSON.stringify({ affected: GUARDED, actor, objectId: 'p', text }) }),
    mention(GUARDED, {
      type: 'org.hrdshield.content.judged.v1',
      value: JSON.stringify(judged),
    }),
  ]);
  await until(() => events().filter((record) => record.defender === guarded).length === before + 2);
  const [doxxed, verdict] = (await eventsOf(guarded)).slice(before);
  expect(doxxed?.vault).toEqual(['address']);
  expect(verdict).toMatchObject({ kind: 'judged', judgement: { system: 'osprey', trust: 0.8 } });
});

test('counts reach the stages without an account; what is no count becomes a letter', async () => {
  const cell = { country: 'DE', region: 'n', networkHash: 'x', windowMs: 60_000 };
  const before = letters().length;
  await sink.send([
    streamed('platform.connectivity.v1', 'DE/n/x', 'connectivity.measured', {
      ...cell,
      sessions: 9,
      attempts: 10,
      failures: 1,
    }),
    streamed('platform.background-stats.v1', 'x', 'background.sign-ups-counted', {
      networkHash: 'x',
      signUps: 90,
      expected: 9,
      windowMs: 3_600_000,
    }),
    streamed('platform.background-stats.v1', 'x', 'background.sign-ups-counted', { signUps: -1 }),
    streamed('platform.connectivity.v1', 'x', 'connectivity.guessed', cell),
  ]);
  const counts = () => (seen.get('sightings') ?? []).map((one) => StageRecord.parse(dataOf(one)));
  await until(() => counts().length === 3 && letters().length === before + 2);
  expect(
    counts()
      .map(({ kind }) => kind)
      .toSorted(),
  ).toEqual(['measured', 'popular', 'popular']);
  const codes = letters()
    .slice(before)
    .map(({ code, sealed }) => `${code} ${sealed}`);
  expect(codes.toSorted()).toEqual(['event.bad-schema false', 'event.unknown-type false']);
});

test('event time moves on every targeting partition although nothing passes', async () => {
  const at = Date.now() + 30_000;
  await sink.send([mention('nobody-known', { time: new Date(at).toISOString() })]);
  const reached = (): number =>
    (seen.get('targetingEvents') ?? []).filter((record) => {
      const data = TargetingRecord.parse(dataOf(record));
      return data.kind === 'watermark' && data.at === at;
    }).length;
  await until(() => reached() === 4);
});

test('no topic of the shield carries the account, its position or the trace of the platform', async () => {
  const records = [...seen.values()].flat();
  expect(records.length).toBeGreaterThan(10);
  for (const record of records) {
    const shown = [record.key, record.value, JSON.stringify(headersOf(record))].join(' ');
    const openLetter = shown.includes('"sealed":false');
    if (!openLetter) expect(shown).not.toContain(CANARY);
    expect(shown).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, 24));
    if (!openLetter) expect(shown).not.toMatch(/event-\d/);
  }
  const [record] = (seen.get('targetingEvents') ?? []).filter((one) => one.key !== null);
  expect(headersOf(record as SourceRecord).traceparent).toMatch(/^00-[0-9a-f]{32}-/);
});

test('consumed is landed, dropped and dead-lettered together', async () => {
  const text = await telemetry.metricsText();
  const sum = (name: string): number =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)`, 'gm'))].reduce(
      (total, match) => total + Number(match[1]),
      0,
    );
  expect(sum('shield_ingest_consumed_total')).toBe(
    sum('shield_ingest_landed_total') +
      sum('shield_ingest_dropped_total') +
      sum('shield_ingest_dead_letters_total'),
  );
});

test('with a second instance event time still moves, and no further than both have taken', async () => {
  const apart = startTelemetry({ service: 'ingest', keepSpans: false });
  const second = await start(apart);
  try {
    const at = Date.now() + 40_000;
    await sink.send([mention('nobody-known', { time: new Date(at).toISOString() })]);
    const marks = (): readonly number[] =>
      targeting().flatMap((record) => (record.kind === 'watermark' ? [record.at] : []));
    await until(() => marks().filter((mark) => mark === at).length === 4);
    expect(Math.max(...marks())).toBe(at);
  } finally {
    await second.stop();
    await apart.stop();
  }
});

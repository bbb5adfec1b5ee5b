import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@hrd-shield/cli';
import {
  type ActorRef,
  type DefenderRef,
  deriveId,
  type EventRef,
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
  type KafkaSink,
} from '@hrd-shield/kafka';
import {
  createDefenderSealer,
  createFolderKeyStore,
  createLocalKeyring,
  createPseudonymiser,
  createStageSealer,
  dataKeysDir,
  loadKey,
  newDefenderRef,
} from '@hrd-shield/keys';
import { type OutRecord, SEAL_PURPOSES, type SourceRecord } from '@hrd-shield/pipeline';
import { Kafka } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stackAddresses, uniqueName } from '../harness/stack.ts';
import { until } from '../harness/until.ts';
import { count } from './count.ts';

const MAIN = join(import.meta.dirname, '../../services/detect/src/main.ts');
const DAY_MS = 86_400_000;
const START_AT = Date.UTC(2026, 2, 3, 12);
const PARTITIONS = 4;
const WAIT_MS = 90_000;
/** Spoke to the defender once, politely. */
const QUIET = 'account-quiet-2291';
const QUIET_TOO = 'account-quiet-too-2292';
/** Whose account the platform closed. */
const CLOSED = 'account-closed-2293';

const prefix = `${uniqueName('actors').replace('_', '-')}.`;
const brokers = stackAddresses().kafkaBrokers.split(',');
const connection = { brokers, clientId: `${prefix}test` };
let keysDir: string;
let defender: DefenderRef;
let other: DefenderRef;
let sink: KafkaSink;
let detect: ChildProcess | undefined;
let actorOf: (account: string) => ActorRef;
let open: (defender: DefenderRef, sealed: string) => Promise<Uint8Array>;
let openStage: (name: string, sealed: string) => Uint8Array;

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'actors-'));
  await createLocalKeyring(keysDir);
  const keyEncryptionKey = await loadKey(keysDir, 'kek');
  const keys = createFolderKeyStore({ dir: dataKeysDir(keysDir), keyEncryptionKey });
  const sealer = createDefenderSealer(keys);
  const stages = createStageSealer(keyEncryptionKey);
  defender = newDefenderRef();
  other = newDefenderRef();
  await keys.create(defender);
  await keys.create(other);
  const pseudonyms = createPseudonymiser(await loadKey(keysDir, 'pseudonym'));
  actorOf = (account) => pseudonyms.actor(account) as ActorRef;
  open = (ref, sealed) => sealer.open(ref, SEAL_PURPOSES.snapshot, sealed as never);
  openStage = (name, sealed) => stages.open(name, sealed as never);
  seal = async (event) =>
    sealer.seal(event.defender, SEAL_PURPOSES.targetingEvent, Buffer.from(JSON.stringify(event)));
  await createTopics(connection, { prefix });
  sink = createKafkaSink({ connection });
  await sink.start();
});

afterAll(async () => {
  await stop('SIGKILL');
  await sink.stop();
  const admin = createKafkaAdmin(connection);
  await admin.deleteTopics((await admin.listTopics()).filter((one) => one.startsWith(prefix)));
  await rm(keysDir, { recursive: true, force: true });
});

let seal: (event: TargetingEvent) => Promise<string>;

function start(): void {
  detect = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: {
      PATH: process.env.PATH,
      KAFKA_BROKERS: brokers.join(','),
      SHIELD_TOPIC_PREFIX: prefix,
      SHIELD_KEYS_DIR: keysDir,
      SHIELD_DETECT_SNAPSHOT_MS: '200',
      SHIELD_LOG_LEVEL: 'warn',
    },
    stdio: 'ignore',
  });
}

async function stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const child = detect;
  detect = undefined;
  if (child === undefined || child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

function said(account: string, n: number, at: DefenderRef, text: string): TargetingEvent {
  return {
    ref: deriveId('e', 'said', at, n) as EventRef,
    defender: at,
    at: START_AT + n * 5_000,
    kind: 'mentioned',
    actor: {
      ref: actorOf(account),
      createdAt: START_AT - 3 * DAY_MS,
      followers: 2,
      relation: { actorFollowsTarget: false, targetFollowsActor: false, interactions90d: 0 },
      surface: 'search',
    },
    text,
    language: 'en',
  };
}

function toLog(data: TargetingRecord, key: string | null, partition?: number): OutRecord {
  const event = {
    specversion: '1.0' as const,
    id: deriveId('x', JSON.stringify(data)),
    source: 'test',
    type: INTERNAL_TYPES.targeting,
    time: new Date(START_AT).toISOString(),
    data,
  };
  const topic = topicName('targetingEvents', prefix);
  const at = partition === undefined ? {} : { partition };
  return { topic, ...encodeBinary(event, key ?? ''), key, ...at };
}

async function emit(events: readonly TargetingEvent[]): Promise<void> {
  const records: OutRecord[] = [];
  for (const event of events) {
    const sealed = (await seal(event)) as never;
    const { defender: at, ref } = event;
    records.push(toLog({ kind: 'event', ref, defender: at, sealed }, at));
  }
  await sink.send(records);
}

const watermark = (at: number): Promise<void> =>
  sink.send(
    Array.from({ length: PARTITIONS }, (_, n) => toLog({ kind: 'watermark', at }, null, n)),
  );

async function recordsOf(
  id: 'actorNotices' | 'detectSnapshots' | 'stageSnapshots',
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  const reader = createLogReader({ connection, topic: topicName(id, prefix) });
  await reader.start((batch) => void records.push(...batch));
  await reader.stop();
  return records;
}

/** The newest of each key, opened; `all` takes every version that the broker still has. */
async function savedStates(all: boolean, stages: boolean): Promise<readonly Buffer[]> {
  const opened = new Map<string, Buffer>();
  const add = (key: string, offset: string, plain: Uint8Array) =>
    opened.set(all ? `${key}/${offset}` : key, Buffer.from(plain));
  for (const { key, offset, value } of await recordsOf('detectSnapshots')) {
    const saved = value === null ? {} : JSON.parse(value.toString());
    if (saved.kind === 'state') add(`${key}`, offset, await open(saved.defender, saved.sealed));
  }
  for (const { key, offset, value } of stages ? await recordsOf('stageSnapshots') : []) {
    const saved = value === null ? {} : JSON.parse(value.toString());
    if (saved.kind === 'bucket') add(`stage ${key}`, offset, openStage(`${key}`, saved.sealed));
  }
  return [...opened.values()];
}

/** States that hold an actor: as bytes where they are frozen, as text where they are JSON. */
async function holding(account: string, { all = false, stages = true } = {}): Promise<number> {
  const ref = actorOf(account);
  const needles = [Buffer.from(ref), Buffer.from(ref.slice(2), 'base64url')];
  const states = await savedStates(all, stages);
  return states.filter((state) => needles.some((needle) => state.includes(needle))).length;
}

async function actors(words: readonly string[], accounts: readonly string[]) {
  let stdout = '';
  const code = await runCli(['actors', ...words, '--json'], {
    env: {
      KAFKA_BROKERS: brokers.join(','),
      SHIELD_TOPIC_PREFIX: prefix,
      SHIELD_KEYS_DIR: keysDir,
    },
    stdin: (async function* () {
      yield accounts.join('\n');
    })(),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
  });
  return { code, json: JSON.parse(stdout) };
}

const crowd = (n: number) => `account-crowd-${n % 60}`;

/** The crowd at somebody, from a moment on. */
const campaignAt = (target: DefenderRef, from: number): readonly TargetingEvent[] =>
  Array.from({ length: 240 }, (_, n) => ({
    ...said(crowd(n), from + n, target, `liar and traitor, nobody wants you here ${n % 3}`),
    verdicts: [{ provider: 'test', label: 'hostile' as const, score: 0.95, version: '1' }],
  }));

async function listsWith(account: string): Promise<number> {
  const { json } = await actors(['access'], [account]);
  return json.held[0].listed;
}

it('access tells the officer what is held, and everybody the same words', {
  timeout: WAIT_MS * 2,
}, async () => {
  start();
  const campaign = campaignAt(defender, 0);
  const polite = [QUIET, QUIET_TOO, CLOSED].map((account, n) =>
    said(account, 300 + n, n === 0 ? defender : other, 'thank you for the report, well written'),
  );
  await emit([...campaign, ...polite]);
  await watermark(START_AT + 400 * 5_000);
  await until(
    'the crowd is listed',
    async () => {
      const { json } = await actors(['access'], [crowd(0)]);
      return json.held?.[0]?.listed > 0;
    },
    WAIT_MS,
  );
  const told = await Promise.all(
    [QUIET, crowd(0), 'account-nobody-ever-saw'].map((account) => actors(['access'], [account])),
  );
  expect(told.map(({ json }) => json.held[0].events)).toEqual([1, 4, 0]);
  expect(told.map(({ json }) => json.held[0].listed > 0)).toEqual([false, true, false]);
  expect(new Set(told.map(({ json }) => json.answer)).size).toBe(1);
});

it('whoever objected, which people upheld, is on no list of a signal from then on', {
  timeout: WAIT_MS * 3,
}, async () => {
  const [objecting, staying] = [crowd(5), crowd(6)];
  const before = await listsWith(objecting);
  expect(before).toBeGreaterThan(0);
  expect((await actors(['object'], [objecting])).json.unlisted).toEqual([actorOf(objecting)]);
  const listed = await listsWith(staying);
  await emit(campaignAt(other, 410));
  await until(
    'the same crowd is listed at somebody else',
    async () => {
      await watermark(START_AT + 700 * 5_000);
      return (await listsWith(staying)) > listed;
    },
    WAIT_MS,
  );
  expect(await listsWith(objecting)).toBe(before);
});

it('the end of an account is forgotten like an erasure, under its own ground', {
  timeout: WAIT_MS * 2,
}, async () => {
  await until(
    'the closed one is in a saved state',
    async () => {
      await watermark(START_AT + 701 * 5_000);
      return (await holding(CLOSED, { stages: false })) > 0;
    },
    WAIT_MS,
  );
  const { code, json } = await actors(['erase', '--closed'], [CLOSED]);
  expect([code, json.forgotten]).toEqual([0, [actorOf(CLOSED)]]);
  const notices = (await recordsOf('actorNotices')).map(({ value }) => JSON.parse(`${value}`));
  expect(notices.map(({ ground }) => ground)).toEqual(['objection', 'account-deleted']);
  await until(
    'no saved state holds the closed one',
    async () => {
      await watermark(START_AT + 702 * 5_000);
      return (await holding(CLOSED)) === 0;
    },
    WAIT_MS,
  );
});

it('erasure leaves nothing of an actor in any saved state, nor on the disk, nor after a replay', {
  timeout: WAIT_MS * 5,
}, async () => {
  await until(
    'the quiet one is in a saved state',
    async () => {
      await watermark(START_AT + 703 * 5_000);
      return (await holding(QUIET)) > 0;
    },
    WAIT_MS,
  );
  const before = await holding(QUIET, { all: true });
  const { code, json } = await actors(['erase'], [QUIET, crowd(0)]);
  expect([code, json.forgotten, json.kept.length]).toEqual([3, [actorOf(QUIET)], 1]);
  await until(
    'no saved state holds the quiet one',
    async () => {
      await watermark(START_AT + 703 * 5_000);
      return (await holding(QUIET)) === 0;
    },
    WAIT_MS,
  );
  expect(await holding(crowd(0))).toBeGreaterThan(0);
  await cleanSoon();
  await until(
    'older versions have left the disk',
    async () => {
      await tick();
      return (await holding(QUIET, { all: true })) === 0;
    },
    WAIT_MS,
  );
  // The log still has the event: without any saved state it is read again, and left out.
  await stop('SIGTERM');
  await loseStates();
  start();
  await until(
    'the states are built anew',
    async () => {
      await watermark(START_AT + 704 * 5_000);
      return (await holding(crowd(0))) > 0;
    },
    WAIT_MS,
  );
  expect(await holding(QUIET)).toBe(0);
  count('actors', { statesBefore: before, statesAfter: 0 });
});

it('an actor at a defender to whom nothing happens any more is gone with the window', {
  timeout: WAIT_MS * 2,
}, async () => {
  await until(
    'the other quiet one is in a saved state',
    async () => {
      await watermark(START_AT + 705 * 5_000);
      return (await holding(QUIET_TOO, { stages: false })) > 0;
    },
    WAIT_MS,
  );
  await watermark(START_AT + 32 * DAY_MS);
  await until(
    'both states were moved and saved',
    async () => {
      await watermark(START_AT + 32 * DAY_MS);
      // Stages across defenders move with the sightings of everybody, of which there are none here.
      const left = await Promise.all(
        [QUIET_TOO, crowd(1)].map((account) => holding(account, { stages: false })),
      );
      return left.every((states) => states === 0);
    },
    WAIT_MS,
  );
});

/** Makes the broker clean within seconds what it cleans within a day. */
async function cleanSoon(): Promise<void> {
  const admin = new Kafka({ brokers, clientId: 'clean' }).admin();
  await admin.connect();
  // What is not named here falls back to what the broker does by itself.
  const configEntries = [
    { name: 'cleanup.policy', value: 'compact' },
    { name: 'max.message.bytes', value: '4194304' },
    { name: 'max.compaction.lag.ms', value: '1000' },
    { name: 'segment.ms', value: '500' },
    { name: 'min.cleanable.dirty.ratio', value: '0.001' },
  ];
  const names = (['detectSnapshots', 'stageSnapshots'] as const).map((id) => topicName(id, prefix));
  const resources = names.map((name) => ({ type: 2, name, configEntries }));
  await admin.alterConfigs({ validateOnly: false, resources });
  await admin.disconnect();
}

/** A log of states rolls with what is appended: here that is nothing but this. */
async function tick(): Promise<void> {
  for (const id of ['detectSnapshots', 'stageSnapshots'] as const) {
    const topic = topicName(id, prefix);
    const records = Array.from({ length: PARTITIONS }, (_, partition) => ({
      topic,
      key: 'tick',
      value: null,
      headers: {},
      partition,
    }));
    await sink.send(records);
  }
}

async function loseStates(): Promise<void> {
  for (const id of ['detectSnapshots', 'stageSnapshots'] as const) {
    const keys = (await recordsOf(id)).map(({ key }) => key?.toString() ?? '');
    const topic = topicName(id, prefix);
    for (let partition = 0; partition < PARTITIONS; partition += 1) {
      await sink.send(
        [...new Set(keys)].map((key) => ({ topic, key, value: null, headers: {}, partition })),
      );
    }
  }
}

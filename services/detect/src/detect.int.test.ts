import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ActorRef,
  type DefenderRef,
  decodeRecord,
  deriveId,
  type EventRef,
  encodeBinary,
  INTERNAL_TYPES,
  Outcome,
  RiskSignal,
  SignalActors,
  type TargetingEvent,
  type TargetingRecord,
  topicName,
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
  createDefenderSealer,
  createFolderKeyStore,
  createLocalKeyring,
  dataKeysDir,
  loadKey,
  newDefenderRef,
} from '@hrd-shield/keys';
import {
  type DefenderSealer,
  type KeyStore,
  type LogReader,
  type OutRecord,
  SEAL_PURPOSES,
  type SourceRecord,
} from '@hrd-shield/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackAddresses, uniqueName } from '../../../test/harness/stack.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const START_AT = Date.UTC(2026, 2, 3, 12);
const EVENTS = 240;

const installations: Installation[] = [];
let keysDir: string;
let keys: KeyStore;
let sealer: DefenderSealer;
let defender: DefenderRef;
let erased: DefenderRef;
let sink: KafkaSink;
let connection: KafkaConnection;

/** One installation: its own topics and group on the shared broker. */
interface Installation {
  readonly prefix: string;
  readonly signals: RiskSignal[];
  readonly outcomes: Outcome[];
  readonly letters: SourceRecord[];
  readonly snapshots: SourceRecord[];
  readonly readers: LogReader[];
  child: ChildProcess | undefined;
}

async function install(): Promise<Installation> {
  const prefix = `${uniqueName('detect').replace('_', '-')}.`;
  await createTopics(connection, { prefix });
  const made: Installation = {
    prefix,
    signals: [],
    outcomes: [],
    letters: [],
    snapshots: [],
    readers: [],
    child: undefined,
  };
  installations.push(made);
  const follow = async (
    id: 'riskSignals' | 'outcomes' | 'deadLetters' | 'detectSnapshots',
    take: (record: SourceRecord) => void,
  ): Promise<void> => {
    const reader = createLogReader({ connection, topic: topicName(id, prefix) });
    made.readers.push(reader);
    await reader.start((records) => records.forEach((record) => void take(record)));
  };
  await follow('riskSignals', (record) => made.signals.push(RiskSignal.parse(dataOf(record))));
  await follow('outcomes', (record) => made.outcomes.push(Outcome.parse(dataOf(record))));
  await follow('deadLetters', (record) => made.letters.push(record));
  await follow('detectSnapshots', (record) => made.snapshots.push(record));
  return made;
}

function dataOf(record: SourceRecord): unknown {
  const decoded = decodeRecord({ ...record, headers: headersOf(record) });
  return decoded.ok ? decoded.event.data : undefined;
}

/** Runs the service as the process that operators run. */
function start(installation: Installation, snapshotMs: number): void {
  installation.child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: {
      PATH: process.env.PATH,
      KAFKA_BROKERS: stackAddresses().kafkaBrokers,
      SHIELD_TOPIC_PREFIX: installation.prefix,
      SHIELD_KEYS_DIR: keysDir,
      SHIELD_DETECT_SNAPSHOT_MS: String(snapshotMs),
      SHIELD_LOG_LEVEL: 'warn',
    },
    stdio: 'ignore',
  });
}

async function end(installation: Installation, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const { child } = installation;
  installation.child = undefined;
  if (child === undefined || child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

/** A campaign: many new accounts, one hostile text, in twenty minutes. */
function attack(n: number): TargetingEvent {
  return {
    ref: deriveId('e', 'attack', n) as EventRef,
    defender,
    at: START_AT + n * 5_000,
    kind: 'mentioned',
    actor: {
      ref: deriveId('a', n % 80) as ActorRef,
      createdAt: START_AT - 3 * 86_400_000,
      followers: 2,
      relation: { actorFollowsTarget: false, targetFollowsActor: false, interactions90d: 0 },
      surface: 'search',
    },
    text: `liar and traitor, go away, nobody wants you here ${n % 3}`,
    language: 'en',
    verdicts: [{ provider: 'test', label: 'hostile', score: 0.95, version: '1' }],
  };
}

async function eventRecord(event: TargetingEvent, prefix: string): Promise<OutRecord> {
  const plain = Buffer.from(JSON.stringify(event));
  const sealed = await sealer.seal(event.defender, SEAL_PURPOSES.targetingEvent, plain);
  return toLog({ kind: 'event', ref: event.ref, defender: event.defender, sealed }, prefix);
}

function toLog(record: TargetingRecord, prefix: string): OutRecord {
  const key = record.kind === 'watermark' ? '' : record.defender;
  const event = {
    specversion: '1.0' as const,
    id: deriveId('x', JSON.stringify(record)),
    source: 'test',
    type: INTERNAL_TYPES.targeting,
    time: new Date(START_AT).toISOString(),
    data: record,
  };
  return { topic: topicName('targetingEvents', prefix), ...encodeBinary(event, key) };
}

async function emit(installation: Installation, from: number, to: number): Promise<void> {
  const records: OutRecord[] = [];
  for (let n = from; n < to; n += 1) {
    records.push(await eventRecord(attack(n), installation.prefix));
    if (n % 20 !== 0) continue;
    const watermark = toLog({ kind: 'watermark', at: START_AT + n * 5_000 }, installation.prefix);
    for (let partition = 0; partition < 4; partition += 1) {
      records.push({ ...watermark, key: null, partition });
    }
  }
  await sink.send(records);
}

const until = (check: () => unknown): Promise<void> =>
  expect.poll(check, { timeout: 90_000, interval: 100 }).toBe(true);

async function caughtUp(installation: Installation): Promise<void> {
  const admin = createKafkaAdmin(connection);
  const topic = topicName('targetingEvents', installation.prefix);
  const heads = await admin.offsets(topic);
  const group = `${installation.prefix}shield-detect`;
  await expect
    .poll(
      async () => {
        const committed = await admin.committed(group, [topic]);
        return heads.filter((head) => {
          const at = committed.find((one) => one.partition === head.partition);
          return BigInt(at?.offset ?? '-1') < BigInt(head.high) && head.high !== '0';
        }).length;
      },
      { timeout: 90_000, interval: 100 },
    )
    .toBe(0);
}

const claimOf = (signal: RiskSignal): string => {
  const { actors: _, ...claim } = signal;
  return JSON.stringify(claim);
};
const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'detect-'));
  await createLocalKeyring(keysDir);
  keys = createFolderKeyStore({
    dir: dataKeysDir(keysDir),
    keyEncryptionKey: await loadKey(keysDir, 'kek'),
  });
  sealer = createDefenderSealer(keys);
  defender = newDefenderRef();
  erased = newDefenderRef();
  await keys.create(defender);
  await keys.create(erased);
  const brokers = stackAddresses().kafkaBrokers.split(',');
  connection = { brokers, clientId: uniqueName('detect') };
  sink = createKafkaSink({ connection });
  await sink.start();
});

afterAll(async () => {
  for (const installation of installations) {
    await end(installation, 'SIGKILL');
    await Promise.all(installation.readers.map((reader) => reader.stop()));
  }
  await sink.stop();
  const admin = createKafkaAdmin(connection);
  const all = await admin.listTopics();
  const own = all.filter((topic) => installations.some(({ prefix }) => topic.startsWith(prefix)));
  await admin.deleteTopics(own);
  await rm(keysDir, { recursive: true });
});

test('a campaign raises signals, with actors only the defender key opens, and one outcome each', async () => {
  const calm = await install();
  start(calm, 60_000);
  await emit(calm, 0, EVENTS);
  await caughtUp(calm);
  await until(() => calm.signals.some((signal) => signal.tier === 'guard'));
  await until(() => calm.outcomes.length === calm.signals.length);
  const [first] = calm.signals.filter((signal) => signal.actors !== undefined);
  const plain = await sealer.open(
    defender,
    SEAL_PURPOSES.signalActors,
    first?.actors ?? ('' as never),
  );
  expect(SignalActors.parse(JSON.parse(Buffer.from(plain).toString())).length).toBeGreaterThan(0);
  expect(distinct(calm.outcomes.map(({ id }) => id)).length).toBe(calm.signals.length);
  await end(calm, 'SIGTERM');
});

test('a crash in the middle of a campaign changes no signal and loses none', async () => {
  const [calm] = installations;
  const expected = distinct((calm?.signals ?? []).map(claimOf));
  expect(expected.length).toBeGreaterThan(1);

  // Killed twice: once with snapshots of the campaign, once soon after a restart.
  const crashed = await install();
  for (const [from, to] of [
    [0, 110],
    [110, 190],
  ] as const) {
    start(crashed, 300);
    await emit(crashed, from, to);
    await caughtUp(crashed);
    await end(crashed, 'SIGKILL');
  }
  start(crashed, 300);
  await emit(crashed, 190, EVENTS);
  await caughtUp(crashed);
  await until(() => distinct(crashed.signals.map(claimOf)).length >= expected.length);
  expect(distinct(crashed.signals.map(claimOf))).toEqual(expected);
  expect(crashed.snapshots.length).toBeGreaterThan(0);
  await end(crashed, 'SIGTERM');
});

test('with every snapshot lost, replay of the log gives the same signals and repeats none', async () => {
  const [calm, crashed] = installations;
  if (calm === undefined || crashed === undefined) throw new TypeError('the tests run in order');
  const before = crashed.signals.length;
  const topic = topicName('detectSnapshots', crashed.prefix);
  const values = crashed.snapshots.map((record) => record.key?.toString() ?? '');
  for (let partition = 0; partition < 4; partition += 1) {
    await sink.send(
      distinct(values).map((key) => ({
        topic,
        key,
        value: Buffer.from('{}'),
        headers: {},
        partition,
      })),
    );
  }
  start(crashed, 60_000);
  // One more event of the same campaign: the rebuilt state knows it.
  await emit(crashed, EVENTS, EVENTS + 1);
  await caughtUp(crashed);
  const fresh = crashed.signals.slice(before);
  expect(
    distinct(fresh.map(claimOf)).filter((claim) => calm.signals.some((s) => claimOf(s) === claim)),
  ).toEqual([]);
  expect(distinct(fresh.map((signal) => signal.campaign)).length).toBeLessThan(2);
  await end(crashed, 'SIGTERM');
});

test('events of an erased defender, and broken ones, stop nothing', async () => {
  const other = await install();
  const stranger = { ...attack(1), defender: erased };
  const record = await eventRecord(stranger, other.prefix);
  const broken = toLog(
    {
      kind: 'event',
      ref: attack(2).ref,
      defender,
      sealed: (await sealer.seal(defender, 'another purpose', Buffer.from('{}'))) as never,
    },
    other.prefix,
  );
  await keys.destroy(erased);
  await sink.send([record, broken, { ...broken, value: Buffer.from('not json') }]);
  start(other, 60_000);
  await caughtUp(other);
  await until(() => other.letters.length === 2);
  expect(
    distinct(other.letters.map((letter) => String((dataOf(letter) as { code: string }).code))),
  ).toEqual(['event.not-json', 'seal.broken']);
  expect(other.signals).toEqual([]);
});

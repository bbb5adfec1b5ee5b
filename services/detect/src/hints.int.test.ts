import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ActorRef,
  type DefenderRef,
  deriveId,
  type EventRef,
  encodeBinary,
  INTERNAL_TYPES,
  RiskSignal,
  TargetingEvent,
  TargetingHint,
  TargetingRecord,
  topicName,
} from '@hrd-shield/contracts';
import type { DetectedSignal } from '@hrd-shield/domain';
import {
  createKafkaAdmin,
  createKafkaSink,
  createLogReader,
  createTopics,
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
  DetectionFold,
  dataOf,
  type OutRecord,
  SEAL_PURPOSES,
  type SourceRecord,
} from '@hrd-shield/pipeline';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stackAddresses, uniqueName } from '../../../test/harness/stack.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const DAY_MS = 86_400_000;
const START_AT = Date.UTC(2026, 2, 3, 12);
const CREW = 8;
const prefix = `${uniqueName('hints').replace('_', '-')}.`;
const named = (id: Parameters<typeof topicName>[0]) => topicName(id, prefix);

let keysDir: string;
let sealer: DefenderSealer;
let sink: KafkaSink;
let connection: KafkaConnection;
let defenders: readonly DefenderRef[];
let child: ChildProcess | undefined;

/** Crew actors are 0 to 7; others are ordinary people. */
function act(to: number, by: number, at: number): TargetingEvent {
  return {
    ref: deriveId('e', to, by, at) as EventRef,
    defender: defenders[to] ?? ('' as DefenderRef),
    at,
    kind: 'mentioned',
    actor: {
      ref: deriveId('a', by) as ActorRef,
      createdAt: START_AT - 400 * DAY_MS - by * DAY_MS,
      relation: { actorFollowsTarget: false, targetFollowsActor: false, interactions90d: 0 },
      surface: 'search',
    },
    text: `go away you traitor ${by} ${at % 7}`,
    language: 'en',
    verdicts: [{ provider: 'test', label: 'hostile', score: 0.9, version: '1' }],
  };
}

/** The crew goes for one defender, a few minutes apart. */
function visit(to: number, day: number): readonly TargetingEvent[] {
  return Array.from({ length: CREW }, (_, by) =>
    act(to, by, START_AT + day * DAY_MS + by * 90_000),
  );
}

/** The third defender: the crew again and again, with as many who only come here. */
function attack(from: number, until: number): readonly TargetingEvent[] {
  return Array.from({ length: until - from }, (_, i) => {
    const n = from + i;
    const by = n % 2 === 0 ? (n / 2) % CREW : 100 + (n % 30);
    return act(2, by, START_AT + 2 * DAY_MS + n * 30_000);
  });
}

async function emit(events: readonly TargetingEvent[]): Promise<void> {
  const records: OutRecord[] = [];
  for (const event of events) {
    const { defender, ref } = event;
    const plain = Buffer.from(JSON.stringify(event));
    const sealed = await sealer.seal(defender, SEAL_PURPOSES.targetingEvent, plain);
    records.push(toLog({ kind: 'event', ref, defender, sealed }, defender));
  }
  const at = events.at(-1)?.at ?? 0;
  const { partition: _, ...watermark } = toLog({ kind: 'watermark', at }, '');
  for (let partition = 0; partition < 4; partition += 1) {
    records.push({ ...watermark, key: null, partition });
  }
  await sink.send(records);
}

function toLog(data: TargetingRecord, key: string): OutRecord {
  const event = {
    specversion: '1.0' as const,
    id: deriveId('x', JSON.stringify(data)),
    source: 'test',
    type: INTERNAL_TYPES.targeting,
    time: new Date(START_AT).toISOString(),
    data,
  };
  return { topic: named('targetingEvents'), ...encodeBinary(event, key) };
}

function start(): void {
  child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: {
      PATH: process.env.PATH,
      KAFKA_BROKERS: stackAddresses().kafkaBrokers,
      SHIELD_TOPIC_PREFIX: prefix,
      SHIELD_KEYS_DIR: keysDir,
      SHIELD_DETECT_SNAPSHOT_MS: '300',
      SHIELD_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const ending = child;
  child = undefined;
  if (ending === undefined || ending.exitCode !== null) return;
  const exited = new Promise((resolve) => ending.once('exit', resolve));
  ending.kill(signal);
  await exited;
}

interface Logged {
  readonly record: SourceRecord;
  readonly partition: number;
}

async function log(id: Parameters<typeof topicName>[0]): Promise<readonly Logged[]> {
  const found: Logged[] = [];
  const reader = createLogReader({ connection, topic: named(id) });
  await reader.start((records, { partition }) => {
    for (const record of records) found.push({ record, partition });
  });
  await reader.stop();
  return found;
}

/** Both groups have worked on everything, and nothing came of it that is still to be worked on. */
async function drained(): Promise<void> {
  const admin = createKafkaAdmin(connection);
  const behind = async (group: string, topic: string): Promise<number> => {
    const committed = await admin.committed(`${prefix}${group}`, [topic]);
    const heads = await admin.offsets(topic);
    return heads.filter((head) => {
      const at = committed.find((one) => one.partition === head.partition);
      return BigInt(at?.offset ?? '-1') < BigInt(head.high) && head.high !== '0';
    }).length;
  };
  await expect
    .poll(
      async () =>
        (await behind('shield-detect', named('targetingEvents'))) +
        (await behind('shield-detect-stages', named('sightings'))) +
        (await behind('shield-detect', named('targetingEvents'))),
      { timeout: 90_000, interval: 200 },
    )
    .toBe(0);
}

async function hints(): Promise<readonly TargetingHint[]> {
  const opened: TargetingHint[] = [];
  for (const { record } of await log('targetingEvents')) {
    const data = dataOf(record, TargetingRecord);
    if (data?.kind !== 'hint') continue;
    const plain = await sealer.open(data.defender, SEAL_PURPOSES.targetingHint, data.sealed);
    opened.push(TargetingHint.parse(JSON.parse(Buffer.from(plain).toString())));
  }
  return opened;
}

/** What somebody raises who reads the log once, without a crash. */
async function folded(withHints: boolean): Promise<readonly DetectedSignal[]> {
  const policy = loadDetectionPolicy();
  const folds = new Map<number, DetectionFold>();
  const signals: DetectedSignal[] = [];
  for (const { partition, record } of await log('targetingEvents')) {
    const fold = folds.get(partition) ?? new DetectionFold(policy);
    folds.set(partition, fold);
    const offset = BigInt(record.offset);
    const data = TargetingRecord.parse(dataOf(record, TargetingRecord));
    if (data.kind === 'watermark') {
      signals.push(...fold.applyWatermark(data.at, offset));
      continue;
    }
    const isHint = data.kind === 'hint';
    const purpose = isHint ? SEAL_PURPOSES.targetingHint : SEAL_PURPOSES.targetingEvent;
    const plain = await sealer.open(data.defender, purpose, data.sealed);
    const json: unknown = JSON.parse(Buffer.from(plain).toString());
    if (!isHint) signals.push(...fold.applyEvent(TargetingEvent.parse(json), offset));
    else if (withHints) signals.push(...fold.applyHint(TargetingHint.parse(json), offset));
  }
  return signals;
}

const claimsOf = (signals: readonly object[]): readonly string[] => {
  const claims = signals.map((signal) => JSON.stringify({ ...signal, actors: undefined }));
  return [...new Set(claims)].toSorted();
};

async function raised(): Promise<readonly RiskSignal[]> {
  return (await log('riskSignals')).map(({ record }) =>
    RiskSignal.parse(dataOf(record, RiskSignal)),
  );
}

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'hints-'));
  await createLocalKeyring(keysDir);
  const keys = createFolderKeyStore({
    dir: dataKeysDir(keysDir),
    keyEncryptionKey: await loadKey(keysDir, 'kek'),
  });
  sealer = createDefenderSealer(keys);
  defenders = [newDefenderRef(), newDefenderRef(), newDefenderRef()];
  for (const ref of defenders) await keys.create(ref);
  connection = { brokers: stackAddresses().kafkaBrokers.split(','), clientId: prefix };
  await createTopics(connection, { prefix });
  sink = createKafkaSink({ connection });
  await sink.start();
});

afterAll(async () => {
  await end('SIGKILL');
  await sink.stop();
  const admin = createKafkaAdmin(connection);
  const own = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  await admin.deleteTopics(own);
  await rm(keysDir, { recursive: true });
});

test('a crew that went from one defender to the next comes back as a hint, and changes the score', async () => {
  start();
  await emit([...visit(0, 0), ...visit(1, 1)]);
  await drained();
  await emit(attack(0, 60));
  const crews = async () =>
    (await hints()).filter(({ crew, defender }) => defender === defenders[2] && crew.length >= 4);
  await expect.poll(async () => (await crews()).length, { timeout: 60_000 }).toBeGreaterThan(0);
  const [hint] = await crews();
  expect(hint?.crew.every(({ targets }) => targets === 2)).toBe(true);
  const text = JSON.stringify(hint);
  expect([defenders[0], defenders[1]].some((other) => text.includes(String(other)))).toBe(false);
});

test('killed while hints flow, it raises what its log says, byte for byte', async () => {
  await emit(attack(60, 80));
  await end('SIGKILL');
  await emit(attack(80, 120));
  start();
  await drained();
  const claims = claimsOf(await raised());
  expect(claims.length).toBeGreaterThan(1);
  expect(claims).toEqual(claimsOf(await folded(true)));
  expect(claims).not.toEqual(claimsOf(await folded(false)));
  expect(claims.some((claim) => claim.includes('crew.other-targets'))).toBe(true);
});

test('no record between the stages carries an actor, a time or a text in clear', async () => {
  const records = await log('sightings');
  expect(records.length).toBeGreaterThan(0);
  for (const { record } of records) {
    expect(record.key).toBeNull();
    const shown = `${record.value} ${JSON.stringify(record.headers)}`;
    expect(shown).not.toMatch(/"a_[\w-]{22}"|traitor/);
    expect(shown).not.toContain(String(START_AT).slice(0, 7));
  }
  await end('SIGTERM');
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '@hrd-shield/cli';
import {
  type DefenderRef,
  protectDefenderWorkflowId,
  type TopicId,
  topicName,
} from '@hrd-shield/contracts';
import { createKafkaAdmin, createKafkaSink } from '@hrd-shield/kafka';
import { loadKey } from '@hrd-shield/keys';
import { type RunningStack, shieldSearchAttributes, startStack } from '@hrd-shield/local-stack';
import { loadDesignationPolicy } from '@hrd-shield/policy';
import { keepClock, openRegistry, relayDesignations } from '@hrd-shield/registry';
import { createPayloadCodec } from '@hrd-shield/temporal';
import { Client, Connection } from '@temporalio/client';
import { Kafka } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { untilDrained } from '../harness/drained.ts';
import { SERVICES } from '../harness/service-process.ts';
import { type TownUnderAttack, townUnderAttack } from '../harness/town-under-attack.ts';
import { until } from '../harness/until.ts';
import { findCanary, type Place } from '../leaks/find-canary.ts';
import { columnStorePlaces, historyPlaces, registryPlaces, topicPlaces } from '../leaks/places.ts';
import { createAttacker } from './attacker.ts';
import { count } from './count.ts';
import { idsOf, joinsById, linkedShare, seenOn, TRAITS } from './linkage.ts';
import { rawFiles } from './raw-bytes.ts';

const GONE = 'canary-erased-4417';
const PROMISE_MS = 60_000;
/** Four servers, five services and a town; a bound against hanging on a busy machine. */
const STAGE_MS = 900_000;
const BYTES_GONE_MS = 180_000;
/** Topics that carry accounts, in clear or boxed: kept shorter than the cooling-off. */
const SHORT_LIVED: readonly TopicId[] = [
  'accountEvents',
  'contentEvents',
  'reportEvents',
  'profileEvents',
  'protectionCommands',
  'protectionAcks',
  'deadLetters',
];
let stack: RunningStack;
let scene: TownUnderAttack;
let gone: DefenderRef;
let kept: string;

beforeAll(async () => {
  stack = await startStack({
    env: process.env,
    ephemeral: true,
    searchAttributes: shieldSearchAttributes,
  });
  scene = await townUnderAttack({ purpose: 'erasure', target: GONE, addresses: stack.addresses });
  gone = scene.pipeline.ref(GONE);
  kept = scene.others[0] ?? '';
}, STAGE_MS);

afterAll(async () => {
  await scene?.pipeline.stop();
  await stack?.stop();
});

const run = async (...argv: string[]) => {
  let stdout = '';
  const code = await runCli([...argv, '--json'], {
    env: scene.pipeline.at.env,
    stdin: (async function* () {})(),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
  });
  return { code, json: JSON.parse(stdout) };
};

async function targetingOf(ref: DefenderRef): Promise<number> {
  return (await scene.pipeline.log('targetingEvents')).filter(({ key }) => key === ref).length;
}

it('before it, whoever has the bytes and the keys finds the account', {
  timeout: STAGE_MS,
}, async () => {
  const attacker = await createAttacker(() => rawFiles(stack), scene.pipeline.at.keysDir);
  const derived = await attacker.derive(GONE);
  const { findings, opened } = await attacker.open(GONE);
  expect(derived.some(({ store }) => store === 'postgres')).toBe(true);
  expect(opened).toBeGreaterThan(100);
  expect(new Set(findings.map(({ store }) => store))).toContain('kafka');
  expect(await openedHistory(protectDefenderWorkflowId(gone))).toContain('s1.dk1.');
});

it('no store, and no pair of stores, joins a defender to an account by an id', {
  timeout: STAGE_MS,
}, async () => {
  const { at } = scene.pipeline;
  const firehose = await seenOn(at, ['accountEvents', 'contentEvents', 'reportEvents']);
  const places: readonly Place[] = [
    ...(await topicPlaces(scene.pipeline)),
    ...(await columnStorePlaces(scene.pipeline)),
    ...(await registryPlaces(scene.pipeline)),
    ...(await historyPlaces(protectDefenderWorkflowId(gone), stack.addresses.temporalAddress)),
  ];
  const accounts = [GONE, ...scene.others];
  const ids = accounts.flatMap((account) => idsOf(firehose, account));
  // The firehose joins with each place, and alone with itself, which shows that the join works.
  const joined = places.map((place) => ({ name: place.name, joins: joinsById(ids, place) }));
  const itself = { name: 'firehose', content: firehose.map(({ text }) => text).join('\n') };
  expect(joinsById(ids, itself)).toBeGreaterThan(100);
  const sealed = await seenOn(at, ['targetingEvents']);
  const truth = new Map(accounts.map((account) => [scene.pipeline.ref(account), account]));
  const share = (trait: keyof typeof TRAITS) =>
    Number(linkedShare(TRAITS[trait], { firehose, sealed }, truth).toFixed(3));
  count('linkage', {
    places: places.length,
    ids: ids.length,
    joinsById: joined.reduce((sum, { joins }) => sum + joins, 0),
    chance: Number((1 / accounts.length).toFixed(3)),
    linkedByOffset: share('offset'),
    linkedByTime: share('time'),
    linkedBySize: share('size'),
  });
  expect(joined.filter(({ joins }) => joins > 0)).toEqual([]);
});

it('a withdrawal stops processing within 60 s while PostgreSQL is dead, and reaches it later', {
  timeout: STAGE_MS,
}, async () => {
  await stack.control?.crash('postgres');
  const before = await targetingOf(gone);
  const startedAt = performance.now();
  const withdrawn = await run('designate', 'withdraw', gone);
  expect(withdrawn).toMatchObject({ code: 0, json: { stopped: true, registry: 'waiting' } });
  const events = scene.town.events.filter(({ key }) => key === GONE).slice(0, 50);
  // What comes after the withdrawal was heard is dropped; the notice takes a moment to arrive.
  await until('ingest has heard it', async () => {
    const metrics = await scene.pipeline.service('ingest').metrics();
    return /shield_ingest_designations(?:\{[^}]*\})? 11\b/.test(metrics);
  });
  const stoppedMs = performance.now() - startedAt;
  await scene.pipeline.emitter.emitKnown(events);
  await untilDrained(scene.pipeline.at, ['ingest']);
  expect(await targetingOf(gone)).toBe(before);
  expect(stoppedMs).toBeLessThan(PROMISE_MS);
  await stack.control?.revive('postgres');
  await until('the registry has taken it over', async () => {
    const { json } = await run('designate', 'list').catch(() => ({ json: undefined }));
    const row = json?.designations?.find(({ ref }: { ref: string }) => ref === gone);
    return row?.state === 'withdrawn';
  });
  count('withdrawal-without-registry', { stoppedMs: Math.round(stoppedMs), late: 0 });
});

it('after it, nobody can say which rows, keys or workflows were theirs', {
  timeout: STAGE_MS,
}, async () => {
  await erase();
  await passRetention();
  const { at } = scene.pipeline;
  const attacker = await createAttacker(() => rawFiles(stack), at.keysDir);
  const derived = await attacker.derive(GONE);
  const { files, findings, opened } = await attacker.open(GONE);
  const history = await openedHistory(protectDefenderWorkflowId(gone));
  const inHistory = findCanary(GONE, [{ name: 'history', content: history }]);
  count('erasure', {
    files,
    opened,
    derived: derived.length,
    attributed: findings.length + inHistory.length,
  });
  expect(derived).toEqual([]);
  expect(findings).toEqual([]);
  expect(inHistory).toEqual([]);
  // The same attack on somebody who is still designated succeeds: it is the erasure that holds.
  expect((await attacker.derive(kept)).map(({ store }) => store)).toContain('postgres');
  expect((await attacker.open(kept)).findings.length).toBeGreaterThan(0);
});

/** What the cooling-off does once it is over, by the code of the service. */
async function erase(): Promise<void> {
  const { at } = scene.pipeline;
  const policy = { ...loadDesignationPolicy(), confirmWithinMs: 0, coolingOffMs: 0 };
  const clock = { now: () => Date.now() + 1 };
  const registry = await openRegistry(
    { databaseUrl: at.databaseUrl, keysDir: at.keysDir, applicationName: 'erasure', policy },
    clock,
  );
  const sink = createKafkaSink({ connection: { brokers: [...at.brokers], clientId: 'erasure' } });
  try {
    await until('the designation is erased', async () => {
      await keepClock(gone, registry);
      const row = (await registry.store.list(100)).find(({ ref }) => ref === gone);
      return row?.screening === null;
    });
    const topic = topicName('designations', at.topicPrefix);
    await relayDesignations({ store: registry.store, sink, clock, topic });
    await registry.scrub();
  } finally {
    await sink.stop();
    await registry.stop();
  }
}

/** Lets the retention of what carries accounts pass: the broker drops the bytes. */
async function passRetention(): Promise<void> {
  const { at } = scene.pipeline;
  for (const name of SERVICES.filter((one) => scene.pipeline.runs(one))) {
    await scene.pipeline.service(name).stop();
  }
  const admin = new Kafka({ brokers: [...at.brokers], clientId: 'retention' }).admin();
  await admin.connect();
  const topics = SHORT_LIVED.map((id) => topicName(id, at.topicPrefix));
  await admin.deleteTopics({ topics });
  await admin.disconnect();
  const present = createKafkaAdmin({ brokers: [...at.brokers], clientId: 'retention' });
  await until('the topics are gone', async () => {
    const left = await present.listTopics();
    return topics.every((topic) => !left.includes(topic));
  });
  // The broker puts a deleted topic aside under its old name and drops its bytes a minute later.
  const folder = join(stack.folder, 'kafka', 'data');
  await until(
    'the bytes are gone',
    async () => {
      const names = await readdir(folder);
      return !names.some((name) => topics.some((topic) => name.startsWith(`${topic}-`)));
    },
    BYTES_GONE_MS,
  );
}

/** Everything in a history, payloads opened with the key that respond keeps. */
async function openedHistory(workflowId: string): Promise<string> {
  const codec = createPayloadCodec(await loadKey(scene.pipeline.at.keysDir, 'payload'));
  const connection = await Connection.connect({ address: stack.addresses.temporalAddress });
  try {
    const { workflow } = new Client({ connection });
    const history = await workflow.getHandle(workflowId).fetchHistory();
    const texts: string[] = [];
    await visit(history, async (payload) => {
      const [open] = await codec.decode([payload]);
      texts.push(Buffer.from(open?.data ?? []).toString('latin1'));
    });
    return texts.join('\n');
  } finally {
    await connection.close();
  }
}

type Payload = Parameters<ReturnType<typeof createPayloadCodec>['decode']>[0][number];

async function visit(value: unknown, take: (payload: Payload) => Promise<void>): Promise<void> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  if ('metadata' in value && 'data' in value && value.data instanceof Uint8Array) {
    await take(value as Payload);
    return;
  }
  for (const inner of Object.values(value)) await visit(inner, take);
}

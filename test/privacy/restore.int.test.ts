import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataClass, type DefenderRef, topicName } from '@hrd-shield/contracts';
import {
  createKafkaAdmin,
  createKafkaSink,
  createLogReader,
  createTopics,
} from '@hrd-shield/kafka';
import { createLocalKeyring, hasScreeningKey, openScreeningSealer } from '@hrd-shield/keys';
import { loadDesignationPolicy } from '@hrd-shield/policy';
import { createDatabase } from '@hrd-shield/postgres';
import {
  DesignationEntry,
  importDesignations,
  keepClock,
  Nomination,
  OWN_PARTIES,
  openRegistry,
  pauseDesignation,
  type Registry,
  readPublished,
  refuseRestored,
  relayDesignations,
  replayErasures,
  replayTakenBack,
  resumeDesignation,
  unknownAfterRestore,
  withdrawDesignation,
} from '@hrd-shield/registry';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stackAddresses, uniqueName } from '../harness/stack.ts';
import { until } from '../harness/until.ts';
import { rosa } from '../registry/builders.ts';
import { count } from './count.ts';

const DAY_MS = 86_400_000;
const name = uniqueName('restore');
const connection = { brokers: stackAddresses().kafkaBrokers.split(','), clientId: 'restore-test' };
const prefix = `${name.replaceAll('_', '-')}.`;
const topic = topicName('designations', prefix);
let keysDir: string;
let url: string;

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'restore-'));
  await createLocalKeyring(keysDir);
  url = await createDatabase(stackAddresses().databaseUrl, name);
  await createTopics(connection, { prefix, topics: ['designations'] });
});
afterAll(async () => {
  await createKafkaAdmin(connection).deleteTopics([topic]);
  await rm(keysDir, { recursive: true, force: true });
});

async function statement(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: stackAddresses().databaseUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Clocks that have run out: what is withdrawn is erased at the next look. */
const policy = { ...loadDesignationPolicy(), confirmWithinMs: 0, coolingOffMs: 0 };
const clock = { now: () => Date.now() + 1 };
const open = (databaseUrl: string) =>
  openRegistry({ databaseUrl, keysDir, applicationName: 'restore-test', policy }, clock);

const entryOf = (
  account: string,
  place: number,
  dataClasses: readonly DataClass[] = ['public-content'],
) => ({
  place,
  entry: DesignationEntry.parse({
    account,
    allowedMeasures: [],
    dataClasses,
    language: 'en',
    expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
    reviewers: [`r_${'A'.repeat(22)}`, `r_${'B'.repeat(22)}`],
  }),
});

const restoreOf = async (to: string): Promise<string> => {
  await statement(`CREATE DATABASE ${name}_${to} TEMPLATE ${name}_backup`);
  return url.replace(name, `${name}_${to}`);
};

/** Everything that waits to be published, on the real log. */
async function publish(registry: Registry): Promise<void> {
  const sink = createKafkaSink({ connection });
  await relayDesignations({ store: registry.store, sink, clock, topic });
  await sink.stop();
}
const said = () => readPublished(createLogReader({ connection, topic }));

it('a person who was erased stays erased after a backup is restored', async () => {
  const before = await open(url);
  const entries = [entryOf('canary-restored-5512', 1), entryOf('somebody-kept', 2)];
  const { designated } = await importDesignations(entries, before);
  const [gone, kept] = designated.map(({ ref }) => ref);
  if (gone === undefined || kept === undefined) expect.fail('nobody was designated');
  await before.stop();
  // A backup, as a copy of the database by the server itself.
  await statement(`CREATE DATABASE ${name}_backup TEMPLATE ${name}`);
  const registry = await open(url);
  await withdrawDesignation(gone, registry);
  await until('it is erased', async () => {
    await keepClock(gone, registry);
    return (await registry.store.list(10)).find(({ ref }) => ref === gone)?.screening === null;
  });
  await registry.stop();

  const restored = await open(await restoreOf('restored'));
  const row = async () => (await restored.store.list(10)).find(({ ref }) => ref === gone);
  // The backup itself still has the row, and nothing in it opens.
  expect((await row())?.screening).toMatch(/^s1\./);
  const hasKey = (ref: DefenderRef) => hasScreeningKey(keysDir, ref);
  const again = await replayErasures({ store: restored.store, hasKey, now: clock.now });
  expect(again).toEqual([gone]);
  expect(await row()).toMatchObject({ state: 'withdrawn', screening: null, protection: null });
  expect((await restored.store.list(10)).find(({ ref }) => ref === kept)?.state).toBe('active');
  expect(await replayErasures({ store: restored.store, hasKey, now: clock.now })).toEqual([]);
  await restored.stop();
  count('restore', { erasedAgain: again.length, keptLiving: 1 });
});

it('what was taken back after the backup stays taken back, and services heed what comes next', async () => {
  const first = await open(url);
  const two = ['public-content', 'reports'] as const;
  const entries = ['less', 'paused', 'gone', 'same'].map((account, place) =>
    entryOf(`restored-${account}`, place, two),
  );
  const { designated } = await importDesignations(entries, first);
  const [less, paused, gone, same] = designated.map(({ ref }) => ref);
  const nomination = Nomination.parse({
    evidence: 'public-acts',
    identity: { account: 'restored-asked' },
    profile: { language: 'es' },
    risk: { factors: ['woman'], counted: true },
  });
  const nominated = await first.uses.nominate(rosa, nomination);
  if (!less || !paused || !gone || !same || !nominated.ok) expect.fail('nobody was designated');
  const { ref: asked } = nominated.value;
  await publish(first);
  await first.stop();
  await statement(`DROP DATABASE IF EXISTS ${name}_backup`);
  await statement(`CREATE DATABASE ${name}_backup TEMPLATE ${name}`);

  const registry = await open(url);
  const { defender } = OWN_PARTIES;
  const narrow = { kind: 'narrow-consent', classes: ['reports'] } as const;
  expect(await registry.uses.ask(defender, less, narrow)).toMatchObject({ ok: true });
  // More changes than the replay makes: its version has to rise above all of them.
  await pauseDesignation(paused, registry);
  await resumeDesignation(paused, registry);
  await pauseDesignation(paused, registry);
  await withdrawDesignation(gone, registry);
  const takeBack = { kind: 'take-back-counting', isForgotten: false } as const;
  expect(await registry.uses.ask(defender, asked, takeBack)).toMatchObject({ ok: true });
  await publish(registry);
  await registry.stop();

  const restored = await open(await restoreOf('taken'));
  const before = await said();
  expect((await restored.lives.get(asked))?.counting).toBeUndefined();
  await expect(refuseRestored(before, restored.store)).rejects.toMatchObject({
    code: 'registry.restored',
  });
  const { open: openScreening } = await openScreeningSealer(keysDir);
  const done = await replayTakenBack(before, { ...restored, openScreening });
  expect(new Map(done.map(({ kinds, ref }) => [ref, kinds]))).toEqual(
    new Map([
      [less, ['consent-narrowed']],
      [paused, ['paused']],
      [gone, ['withdrawn']],
      [asked, ['counting-taken-back']],
    ]),
  );
  expect(Object.keys((await restored.lives.get(less))?.consents ?? {})).toEqual(['public-content']);
  expect((await restored.lives.get(asked))?.counting?.is).toBe('taken-back');
  await refuseRestored(before, restored.store);

  // What is published from now on is above what every service has seen.
  await publish(restored);
  const after = await said();
  for (const ref of [less, paused, gone]) {
    expect(after.get(ref)?.version).toBeGreaterThan(before.get(ref)?.version ?? 0);
  }
  expect([less, paused, gone, same].map((ref) => after.get(ref)?.state)).toEqual([
    ...['active', 'paused', 'withdrawn', 'active'],
  ]);
  const part = after.get(less)?.screening;
  expect(part && openScreening(less, part).dataClasses).toEqual(['public-content']);
  expect(await replayTakenBack(after, { ...restored, openScreening })).toEqual([]);
  const madeLater = await importDesignations([entryOf('restored-later', 9)], restored);
  await publish(restored);
  const later = await said();
  expect(await unknownAfterRestore(later, restored.store)).toEqual([]);
  await restored.stop();
  const older = await open(await restoreOf('older'));
  expect(await unknownAfterRestore(later, older.store)).toEqual(
    madeLater.designated.map(({ ref }) => ref),
  );
  await older.stop();
  count('restore', { takenBackAgain: done.length });
});

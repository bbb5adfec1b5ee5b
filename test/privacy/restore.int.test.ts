import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefenderRef } from '@hrd-shield/contracts';
import { createLocalKeyring, hasScreeningKey } from '@hrd-shield/keys';
import { loadDesignationPolicy } from '@hrd-shield/policy';
import { createDatabase } from '@hrd-shield/postgres';
import {
  DesignationEntry,
  importDesignations,
  keepClock,
  openRegistry,
  replayErasures,
  withdrawDesignation,
} from '@hrd-shield/registry';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stackAddresses, uniqueName } from '../harness/stack.ts';
import { until } from '../harness/until.ts';
import { count } from './count.ts';

const DAY_MS = 86_400_000;
const name = uniqueName('restore');
let keysDir: string;
let url: string;

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'restore-'));
  await createLocalKeyring(keysDir);
  url = await createDatabase(stackAddresses().databaseUrl, name);
});
afterAll(() => rm(keysDir, { recursive: true, force: true }));

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

const entryOf = (account: string, place: number) => ({
  place,
  entry: DesignationEntry.parse({
    account,
    allowedMeasures: [],
    dataClasses: ['public-content'],
    language: 'en',
    expiresAt: new Date(Date.now() + DAY_MS).toISOString(),
    reviewers: [`r_${'A'.repeat(22)}`, `r_${'B'.repeat(22)}`],
  }),
});

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

  await statement(`CREATE DATABASE ${name}_restored TEMPLATE ${name}_backup`);
  const restored = await open(url.replace(name, `${name}_restored`));
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

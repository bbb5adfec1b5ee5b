import { randomBytes } from 'node:crypto';
import type { DefenderRef, ResponderRef, Sealed } from '@hrd-shield/contracts';
import type { Designation, DesignationChange } from '@hrd-shield/pipeline';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase } from './create-database.ts';
import { createDesignationStore } from './designation-store.ts';
import { migrateDatabase } from './migrate-database.ts';
import { type Database, openDatabase } from './open-database.ts';
import type { RegistryTables } from './registry-tables.ts';

const EXPIRES_AT = 1_900_000_000_000;
const NOW = 1_800_000_000_000;
let database: Database<RegistryTables>;

const random = (prefix: string) => `${prefix}_${randomBytes(16).toString('base64url')}`;

function aDesignation(overrides: Partial<Designation> = {}): Designation {
  return {
    ref: random('d') as DefenderRef,
    version: 1,
    state: 'active',
    tier: 'watch',
    probe: false,
    expiresAt: EXPIRES_AT,
    screening: 's1.sk1.AAAAAAAAAAAAAAAA.screening' as Sealed,
    protection: 's1.pk1.AAAAAAAAAAAAAAAA.protection' as Sealed,
    reviewers: [random('r') as ResponderRef, random('r') as ResponderRef],
    endReason: null,
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  };
}

const aDigest = () => randomBytes(32).toString('hex');
const WITHDRAWAL: DesignationChange = {
  act: 'withdrawn',
  state: 'withdrawn',
  endReason: 'withdrawn',
  erase: false,
};
const RETURN: DesignationChange = {
  act: 'resumed',
  state: 'active',
  endReason: null,
  erase: false,
};

beforeAll(async () => {
  const name = `registry_${randomBytes(5).toString('hex')}`;
  const url = await createDatabase(inject('stackAddresses').databaseUrl, name);
  database = openDatabase({ url, applicationName: 'registry-test' });
});
afterAll(() => database.stop());

describe('migrations', () => {
  test('two processes that start at once apply each file once', async () => {
    const applied = await Promise.all([
      migrateDatabase(database.query),
      migrateDatabase(database.query),
    ]);
    expect(applied.flat().filter((name) => name === '0001_registry')).toEqual(['0001_registry']);
    expect(await migrateDatabase(database.query)).toEqual([]);
  });
});

describe('one living designation an account', () => {
  test('of twenty designations of one account at once, one is kept', async () => {
    const store = createDesignationStore(database.query);
    const digest = aDigest();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => store.add(aDesignation(), digest, 'dg1')),
    );
    expect(results.filter((isAdded) => isAdded)).toEqual([true]);
  });

  test('an account whose designation ended can be designated anew', async () => {
    const store = createDesignationStore(database.query);
    const digest = aDigest();
    const first = aDesignation();
    expect(await store.add(first, digest, 'dg1')).toBe(true);
    await store.change(first.ref, () => WITHDRAWAL, NOW);
    expect(await store.add(aDesignation(), digest, 'dg1')).toBe(true);
  });

  test('one person cannot review alone', async () => {
    const store = createDesignationStore(database.query);
    const reviewer = random('r') as ResponderRef;
    const alone = aDesignation({ reviewers: [reviewer, reviewer] });
    await expect(store.add(alone, aDigest(), 'dg1')).rejects.toMatchObject({
      code: 'postgres.refused',
    });
  });
});

describe('the fence', () => {
  test('an ended designation never comes back, whatever the code decides', async () => {
    const store = createDesignationStore(database.query);
    const one = aDesignation();
    await store.add(one, aDigest(), 'dg1');
    await store.change(one.ref, () => WITHDRAWAL, NOW);
    await expect(store.change(one.ref, () => RETURN, NOW)).rejects.toMatchObject({
      code: 'postgres.refused',
    });
  });

  test('changes at once get versions one by one', async () => {
    const store = createDesignationStore(database.query);
    const one = aDesignation();
    await store.add(one, aDigest(), 'dg1');
    const pause: DesignationChange = { ...RETURN, act: 'paused', state: 'paused' };
    const changed = await Promise.all(
      [pause, RETURN, pause, RETURN, WITHDRAWAL].map((change) =>
        store.change(one.ref, (row) => (row.state === 'withdrawn' ? undefined : change), NOW),
      ),
    );
    const last = Math.max(...changed.map((row) => row?.version ?? 0));
    const { rows } = await sql<{ version: number }>`
      select version from registry.history where ref = ${one.ref} order by version
    `.execute(database.query);
    expect(rows.map((row) => row.version)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
  });

  test('history is only added to', async () => {
    const rewrite = sql`update registry.history set act = 'created'`.execute(database.query);
    await expect(rewrite).rejects.toThrow('history is only added to');
  });
});

describe('the outbox', () => {
  test('what is published is the row as it is, not as it was', async () => {
    const store = createDesignationStore(database.query);
    await drain();
    const one = aDesignation();
    await store.add(one, aDigest(), 'dg1');
    await store.change(one.ref, () => WITHDRAWAL, NOW);
    const published: string[] = [];
    await store.relay(
      100,
      async (changed) => {
        for (const row of changed) published.push(`${row.version} ${row.state}`);
      },
      NOW,
    );
    expect(published).toEqual(['2 withdrawn']);
    expect(await store.waiting()).toBe(0);
  });

  test('a failed append leaves the change waiting', async () => {
    const store = createDesignationStore(database.query);
    await drain();
    await store.add(aDesignation(), aDigest(), 'dg1');
    const failing = store.relay(100, () => Promise.reject(new TypeError('away')), NOW);
    await expect(failing).rejects.toThrow('away');
    expect(await store.waiting()).toBe(1);
  });

  test('a second relay leaves the log to the first', async () => {
    const store = createDesignationStore(database.query);
    await drain();
    await store.add(aDesignation(), aDigest(), 'dg1');
    let second: number | undefined = -1;
    await store.relay(
      100,
      async () => {
        second = await store.relay(100, () => Promise.resolve(), NOW);
      },
      NOW,
    );
    expect(second).toBeUndefined();
  });

  async function drain(): Promise<void> {
    await createDesignationStore(database.query).relay(1_000, () => Promise.resolve(), NOW);
  }
});

test('a server that is away is a fault that can be tried again', async () => {
  const away = openDatabase({ url: 'postgres://shield@127.0.0.1:1/x', applicationName: 'away' });
  const store = createDesignationStore(away.query as Database<RegistryTables>['query']);
  await expect(store.waiting()).rejects.toMatchObject({ code: 'postgres.unavailable' });
  expect(await away.isHealthy()).toBe(false);
  await away.stop();
});

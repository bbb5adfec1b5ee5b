import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefenderRef } from '@hrd-shield/contracts';
import { createLocalKeyring } from '@hrd-shield/keys';
import { NO_NOTIFIER } from '@hrd-shield/pipeline';
import { loadCustodyPolicy } from '@hrd-shield/policy';
import { createDatabase } from '@hrd-shield/postgres';
import { openRegistry, type Registry } from '@hrd-shield/registry';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { designatedWith, registryPerson } from '../../../test/harness/designated-with.ts';
import { createActivities } from './activities.ts';

const DELEGATE = { kind: 'delegate', delegate: '1' } as const;
let keysDir: string;
let registry: Registry;

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'designate-looks-'));
  await createLocalKeyring(keysDir);
  const name = `looks_${randomBytes(5).toString('hex')}`;
  const databaseUrl = await createDatabase(inject('stackAddresses').databaseUrl, name);
  const clock = { now: () => Date.now() };
  registry = await openRegistry({ databaseUrl, keysDir, applicationName: 'test' }, clock);
});

afterAll(async () => {
  await registry.stop();
  await rm(keysDir, { recursive: true, force: true });
});

async function inCustody(account: string): Promise<DefenderRef> {
  const ref = await designatedWith(registry, {
    account,
    classes: ['login'],
    custody: true,
    phrases: { safety: 'two herons' },
  });
  expect(await registry.uses.ask(DELEGATE, ref, { kind: 'begin-custody' })).toMatchObject({
    ok: true,
  });
  return ref;
}

async function endNow(ref: DefenderRef): Promise<void> {
  const proof = { kind: 'end-custody', phrase: 'two herons' } as const;
  const by = registryPerson('hana', 'responder');
  expect(await registry.uses.ask(by, ref, proof)).toMatchObject({ ok: true });
}

function activitiesOf(over: Registry, said: string[]) {
  return createActivities({
    registry: over,
    sink: { send: async () => undefined },
    notifier: NO_NOTIFIER,
    custody: {
      begin: async () => void said.push('begin'),
      end: async () => {
        said.push('end');
        return { ok: true };
      },
      view: async () => undefined,
      watch: async () => undefined,
    },
    custodyRules: loadCustodyPolicy(),
    onDelivery: () => undefined,
    commandsTopic: 'unused',
  });
}

test('an end of custody that comes between the reads of one look is heard', async () => {
  const ref = await inCustody('held-and-freed');
  const said: string[] = [];
  const lives = {
    ...registry.lives,
    untoldFacts: async (asked: DefenderRef) => {
      if (said.length === 0) await endNow(ref);
      return registry.lives.untoldFacts(asked);
    },
  };
  const activities = activitiesOf({ ...registry, lives }, said);
  // What is marked as told is not looked at again, so that the last word must be the end.
  const kept = await activities.keepDesignation(ref);
  await activities.markTold(ref, kept.version);
  expect(await registry.lives.untoldFacts(ref)).toMatchObject({ facts: [] });
  expect(said.at(-1)).toBe('end');
});

test('a protocol that is told of late does not begin anew what ended in the registry', async () => {
  const ref = await inCustody('freed-at-once');
  const activities = activitiesOf(registry, []);
  await endNow(ref);
  await activities.holdRegistry(ref, 0);
  expect((await registry.lives.get(ref))?.custodySince).toBeUndefined();
  // A check-in that is missed later begins the next round, of which the registry knows nothing.
  await activities.holdRegistry(ref, 1);
  expect((await registry.lives.get(ref))?.custodySince).toBeDefined();
});

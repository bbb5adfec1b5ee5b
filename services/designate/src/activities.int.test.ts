import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefenderRef, ResponderRef } from '@hrd-shield/contracts';
import { createLocalKeyring } from '@hrd-shield/keys';
import { NO_NOTIFIER } from '@hrd-shield/pipeline';
import { loadCustodyPolicy } from '@hrd-shield/policy';
import { createDatabase } from '@hrd-shield/postgres';
import { type AskedOf, Nomination, openRegistry, type Registry } from '@hrd-shield/registry';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
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

const by = (ref: string, role: 'registrar' | 'approver' | 'responder') =>
  ({ kind: 'responder', ref: ref as ResponderRef, roles: [role], hasConflict: false }) as const;

async function inCustody(): Promise<DefenderRef> {
  const { uses } = registry;
  const nomination = Nomination.parse({
    identity: { account: 'somebody-held' },
    profile: { language: 'es', custody: true },
    phrases: { safety: 'two herons' },
  });
  const named = await uses.nominate(by('r_AAAAAAAAAAAAAAAAAAAAAA', 'registrar'), nomination);
  const ref = named.ok ? named.value.ref : ('' as DefenderRef);
  const vet = { kind: 'vet', acts: ['legal-aid'], evidence: 'public-acts', capacity: 'defender' };
  await uses.ask(by('r_BBBBBBBBBBBBBBBBBBBBBB', 'registrar'), ref, vet as AskedOf);
  const consent = { kind: 'consent', classes: ['login'], way: 'own-session', givenAt: Date.now() };
  await uses.ask({ kind: 'defender', session: 'trusted' }, ref, consent as AskedOf);
  await uses.ask(by('r_CCCCCCCCCCCCCCCCCCCCCC', 'approver'), ref, { kind: 'add' });
  expect(await uses.ask(DELEGATE, ref, { kind: 'begin-custody' })).toMatchObject({ ok: true });
  return ref;
}

test('an end of custody that comes between the reads of one look is heard', async () => {
  const ref = await inCustody();
  const said: string[] = [];
  const endNow = async (): Promise<void> => {
    const proof = { kind: 'end-custody', phrase: 'two herons' } as const;
    const answer = await registry.uses.ask(by('r_DDDDDDDDDDDDDDDDDDDDDD', 'responder'), ref, proof);
    expect(answer).toMatchObject({ ok: true });
  };
  const lives = {
    ...registry.lives,
    untoldFacts: async (asked: DefenderRef) => {
      if (said.length === 0) await endNow();
      return registry.lives.untoldFacts(asked);
    },
  };
  const activities = createActivities({
    registry: { ...registry, lives },
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
  // What is marked as told is not looked at again, so that the last word must be the end.
  const kept = await activities.keepDesignation(ref);
  await activities.markTold(ref, kept.version);
  expect(await registry.lives.untoldFacts(ref)).toMatchObject({ facts: [] });
  expect(said.at(-1)).toBe('end');
});

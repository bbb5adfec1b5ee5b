import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DefenderRef, ShieldError } from '@hrd-shield/contracts';
import type { Party } from '@hrd-shield/domain/registry';
import { createLocalKeyring, openProtectionSealer } from '@hrd-shield/keys';
import type { AuditEntry } from '@hrd-shield/pipeline';
import { createDatabase } from '@hrd-shield/postgres';
import {
  type AskedOf,
  createRegistryUses,
  keepClock,
  Nomination,
  openRegistry,
  type Registry,
} from '@hrd-shield/registry';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { amal, anna, aResponder, hana, partner, ravi, rosa, self, vet } from './builders.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = 1_900_000_000_000;
const ONE_YEAR_LATER = START + 365 * DAY_MS;
let now = START;
let keysDir: string;
let databaseUrl: string;
let registry: Registry;
let uses: Registry['uses'];

beforeAll(async () => {
  keysDir = await mkdtemp(join(tmpdir(), 'registry-'));
  await createLocalKeyring(keysDir);
  databaseUrl = await createDatabase(
    inject('stackAddresses').databaseUrl,
    `uses_${randomBytes(5).toString('hex')}`,
  );
  registry = await openRegistry(
    { databaseUrl, keysDir, applicationName: 'test' },
    { now: () => now },
  );
  uses = registry.uses;
});
afterAll(async () => {
  await registry.stop();
  await rm(keysDir, { recursive: true, force: true });
});

const canary = () => `canary-${randomBytes(6).toString('hex')}`;

function aNomination(more: object = {}): Nomination {
  return Nomination.parse({
    evidence: 'public-acts',
    identity: { account: canary() },
    profile: {
      language: 'pt-BR',
      country: 'BR',
      conflicts: ['state-police'],
      allowedMeasures: ['limit-replies', 'rate-limit-campaign-accounts'],
      custody: true,
    },
    phrases: { duress: 'the red kettle', safety: 'two herons' },
    ...more,
  });
}

async function proposed(nomination = aNomination(), by: Party = rosa): Promise<DefenderRef> {
  const answer = await uses.nominate(by, nomination);
  if (!answer.ok) throw new ShieldError(answer.code);
  return answer.value.ref;
}

const consent = (): AskedOf => ({
  kind: 'consent',
  classes: ['public-content', 'login'],
  way: 'own-session',
  givenAt: now,
});

async function designated(nomination = aNomination()): Promise<DefenderRef> {
  const ref = await proposed(nomination);
  await uses.ask(ravi, ref, vet);
  await uses.ask(self, ref, consent());
  const added = await uses.ask(amal, ref, { kind: 'add' });
  if (!added.ok) throw new ShieldError(added.code);
  return ref;
}

/** The server itself, past the code that guards it. */
async function raw(use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

async function onTopic(ref: DefenderRef) {
  const all = await registry.store.list(1_000);
  return all.find((one) => one.ref === ref);
}

describe('one living designation an account', () => {
  test('of twelve proposals of one account that are agreed to at once, one begins', async () => {
    const nomination = aNomination();
    const refs = await Promise.all(Array.from({ length: 12 }, () => proposed(nomination)));
    for (const ref of refs) {
      await uses.ask(ravi, ref, vet);
      await uses.ask(self, ref, consent());
    }
    const answers = await Promise.all(refs.map((ref) => uses.ask(amal, ref, { kind: 'add' })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const codes = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.code])));
    expect([...codes]).toEqual(['designation.exists']);
    const states = await Promise.all(
      refs.map(async (ref) => (await registry.lives.get(ref))?.state),
    );
    expect(states.filter((state) => state === 'active')).toHaveLength(1);
    expect(states.filter((state) => state === 'vetted')).toHaveLength(11);
  });

  test('of two second persons at once, one decides, and the other is told so', async () => {
    const ref = await proposed();
    await uses.ask(ravi, ref, vet);
    await uses.ask(self, ref, consent());
    const answers = await Promise.all([amal, anna].map((by) => uses.ask(by, ref, { kind: 'add' })));
    expect(answers.map((answer) => (answer.ok ? 'done' : answer.code)).toSorted()).toEqual([
      'designation.wrong-state',
      'done',
    ]);
  });

  test('a withdrawal and an approval at once end in a refusal or a withdrawal, never in a life', async () => {
    const ref = await proposed();
    await uses.ask(ravi, ref, vet);
    await uses.ask(self, ref, consent());
    await Promise.all([
      uses.ask(amal, ref, { kind: 'add' }),
      uses.ask(self, ref, { kind: 'withdraw' }),
    ]);
    const life = await registry.lives.get(ref);
    expect(['refused', 'cooling-off']).toContain(life?.state);
  });
});

describe('what a partner hands in', () => {
  test('is taken line by line as proposals, and bad lines are told by number and field', async () => {
    const text = [
      'account,language,country,channel,address',
      `${canary()},es,MX,signal,"+1, by the ""bridge"""`,
      ',es,MX,,',
      `${canary()},es,Mexico,,`,
      `${canary()},es,MX`,
    ].join('\n');
    const answer = await uses.proposeMany(partner, text);
    expect(answer).toEqual({
      ok: true,
      value: {
        taken: [2],
        refused: [
          { line: 3, fault: 'identity.account' },
          { line: 4, fault: 'profile.country' },
          { line: 5, fault: 'wrong-number-of-columns' },
        ],
      },
    });
    const found = await uses.list(rosa, { limit: 1_000, states: ['proposed'] });
    const mine = found.ok ? found.value.filter((life) => life.source === 'partner') : [];
    expect(mine).toMatchObject([{ evidence: 'claimed', proposedBy: 'partner:helpline-one' }]);
  });

  test('says of a designated account just what it says of another', async () => {
    const nomination = aNomination();
    await designated(nomination);
    const line = (account: string) =>
      JSON.stringify({ identity: { account }, profile: { language: 'es' } });
    const known = await uses.proposeMany(partner, line(nomination.identity.account));
    const unknown = await uses.proposeMany(partner, line(canary()));
    expect(known).toEqual(unknown);
  });

  test('of a state is refused, and kept in the audit alone', async () => {
    const answer = await uses.proposeMany({ kind: 'state-body' }, '{}');
    expect(answer).toEqual({ ok: false, code: 'designation.state-request' });
    const alone = await uses.nominate({ kind: 'state-body' }, aNomination());
    expect(alone).toEqual({ ok: false, code: 'designation.state-request' });
  });
});

describe('conflicts of interest', () => {
  test('are compared with what is sealed, and keep a responder out', async () => {
    const ref = await proposed();
    const torn = await uses.ask(ravi, ref, { ...vet, conflicts: ['state-police'] });
    expect(torn).toEqual({ ok: false, code: 'designation.conflict' });
    expect((await uses.ask(ravi, ref, { ...vet, conflicts: ['football'] })).ok).toBe(true);
  });
});

describe('leaving', () => {
  test('needs no key and no audit: the stop comes first', async () => {
    const ref = await designated();
    const broken = createRegistryUses({
      ...registry,
      newRequestId: () => 'q_AAAAAAAAAAAAAAAAAAAAAA' as never,
      sealer: {
        ...registry.sealer,
        openPart: () => Promise.reject(new ShieldError('keys.unavailable')),
        seal: () => {
          throw new ShieldError('keys.unavailable');
        },
      },
      audit: { append: () => Promise.reject(new ShieldError('audit.unavailable')) },
    });
    expect((await broken.ask(self, ref, { kind: 'withdraw' })).ok).toBe(true);
    expect((await onTopic(ref))?.state).toBe('withdrawn');
    await expect(broken.ask(hana, ref, { kind: 'confirm-withdrawal' })).rejects.toMatchObject({
      code: 'audit.unavailable',
    });
  });

  test('is undone under another reference with consents and key of its own', async () => {
    const ref = await designated();
    await uses.ask(self, ref, { kind: 'withdraw' });
    now += DAY_MS;
    const undone = await uses.ask(self, ref, { kind: 'undo-withdrawal' });
    const next = undone.ok ? undone.value.successor : undefined;
    expect(next).toMatch(/^d_/);
    if (next === undefined) return;
    expect((await onTopic(ref))?.state).toBe('withdrawn');
    expect(await onTopic(next)).toMatchObject({ state: 'active', version: 1 });
    expect(Object.keys((await registry.lives.get(next))?.consents ?? {}).toSorted()).toEqual([
      'login',
      'public-content',
    ]);
    const again = await uses.ask(self, ref, { kind: 'undo-withdrawal' });
    expect(again).toEqual({ ok: false, code: 'designation.wrong-state' });
  });

  test('under the duress phrase looks the same and keeps protection', async () => {
    const [ref, other] = [await designated(), await designated()];
    const said = await uses.ask(self, ref, { kind: 'withdraw', phrase: 'The  RED kettle ' });
    const real = await uses.ask(self, other, { kind: 'withdraw', phrase: 'yes, end it' });
    expect([said.ok, real.ok]).toEqual([true, true]);
    expect(await uses.ownView(ref)).toEqual(await uses.ownView(other));
    expect((await onTopic(ref))?.state).toBe('active');
    expect((await onTopic(other))?.state).toBe('withdrawn');
  });

  test('erases key, sealed parts and what recognises the account once it has cooled off', async () => {
    const ref = await designated();
    await uses.ask(self, ref, { kind: 'withdraw' });
    await uses.ask(hana, ref, { kind: 'confirm-withdrawal' });
    now += 7 * DAY_MS;
    expect((await keepClock(ref, registry))?.facts).toEqual(['ended', 'erased']);
    expect(await onTopic(ref)).toMatchObject({ screening: null, protection: null });
    expect(await registry.lives.parts(ref)).toEqual({});
    const keys = await readdir(join(keysDir, 'data-keys'));
    expect(keys.some((name) => name.includes(ref))).toBe(false);
    expect((await keepClock(ref, registry))?.facts).toEqual([]);
  });

  test('by nobody while somebody may be held; the proof of safety ends it', async () => {
    const ref = await designated();
    const delegate: Party = { kind: 'delegate', delegate: '1' };
    expect((await uses.ask(delegate, ref, { kind: 'begin-custody' })).ok).toBe(true);
    const held = await uses.ask(self, ref, { kind: 'withdraw' });
    expect(held).toEqual({ ok: false, code: 'designation.in-custody' });
    const wrong = await uses.ask(hana, ref, { kind: 'end-custody', phrase: 'one heron' });
    expect(wrong).toEqual({ ok: false, code: 'custody.no-proof' });
    expect((await uses.ask(hana, ref, { kind: 'end-custody', phrase: 'two herons' })).ok).toBe(
      true,
    );
  });
});

describe('hours of contact', () => {
  const hours = { from: 9, to: 17, zone: 'America/Bogota', urgent: [] };

  test('that a delegate sets are published under seal, and taken back again', async () => {
    const ref = await designated(
      aNomination({ contact: { channel: 'signal', address: 'canary-number' } }),
    );
    const delegate: Party = { kind: 'delegate', delegate: '1' };
    const { open } = await openProtectionSealer(keysDir);
    const published = async () => {
      const sealed = (await onTopic(ref))?.protection;
      return sealed == null ? undefined : open(ref, sealed).contactHours;
    };
    expect(await published()).toBeUndefined();
    const set = { kind: 'set-contact-hours', agreed: { contactHours: hours } } as const;
    expect(await uses.ask(delegate, ref, set)).toMatchObject({ ok: true });
    expect(await published()).toEqual(hours);
    const { contact } = await registry.lives.parts(ref);
    expect(contact && (await registry.sealer.openPart(ref, 'contact', contact))).toMatchObject({
      address: 'canary-number',
      hours,
    });
    expect(JSON.stringify(await registry.lives.facts(ref))).not.toContain('Bogota');
    const none = { kind: 'set-contact-hours', agreed: { contactHours: null } } as const;
    expect(await uses.ask(self, ref, none)).toMatchObject({ ok: true });
    expect(await published()).toBeUndefined();
  });

  test('are set by nobody else, nor in a session that looks taken over', async () => {
    const ref = await designated();
    const set = { kind: 'set-contact-hours', agreed: { contactHours: hours } } as const;
    const refusal = async (by: Party) => {
      const answer = await uses.ask(by, ref, set);
      return answer.ok ? undefined : answer.code;
    };
    expect(await refusal(partner)).toBe('designation.wrong-role');
    expect(await refusal(amal)).toBe('designation.wrong-role');
    expect(await refusal({ kind: 'defender', session: 'doubtful' })).toBe(
      'designation.doubtful-session',
    );
  });
});

describe('the clock on the topic', () => {
  test('a missed review narrows measures to the own side, and a review gives them back', async () => {
    const ref = await designated();
    const full = (await onTopic(ref))?.protection;
    const yearOn = now + 365 * DAY_MS;
    for (let at = now; at < yearOn; at += HOUR_MS * 5 * 24) {
      now = at;
      await keepClock(ref, registry);
    }
    now = yearOn;
    expect((await keepClock(ref, registry))?.life.graceSince).toBe(yearOn);
    const narrowed = await onTopic(ref);
    expect(narrowed?.state).toBe('active');
    expect(narrowed?.protection).not.toBe(full);
    expect((await uses.ask(ravi, ref, { kind: 'review' })).ok).toBe(true);
    expect((await registry.lives.get(ref))?.graceSince).toBeUndefined();
  });

  test('an emergency is on the topic with one person, and ends at 72 hours without consent', async () => {
    const ref = await proposed();
    expect((await uses.ask(amal, ref, { kind: 'begin-emergency' })).ok).toBe(true);
    expect(await onTopic(ref)).toMatchObject({ state: 'active', reviewers: [amal.ref, null] });
    now += 73 * HOUR_MS;
    await keepClock(ref, registry);
    expect(await onTopic(ref)).toMatchObject({ state: 'withdrawn', endReason: 'no-consent' });
  });

  test('an outage is seen by its gap', async () => {
    const upSince = await registry.lives.beat(now, 6 * HOUR_MS);
    expect(await registry.lives.beat(now + HOUR_MS, 6 * HOUR_MS)).toBe(upSince);
    expect(await registry.lives.beat(now + 9 * HOUR_MS, 6 * HOUR_MS)).toBe(now + 9 * HOUR_MS);
    now += 9 * HOUR_MS;
  });
});

describe('looking at somebody', () => {
  const about = (ref: DefenderRef) =>
    ({ kind: 'reveal', ref, part: 'identity', purpose: 'physical-safety-check' }) as const;

  test('takes two people, is used once and soon, by whoever asked', async () => {
    const nomination = aNomination();
    const ref = await designated(nomination);
    const asked = await uses.request(hana, about(ref));
    if (!asked.ok) throw new ShieldError(asked.code);
    const { id } = asked.value;
    expect(await uses.reveal(hana, id)).toEqual({ ok: false, code: 'reveal.not-agreed' });
    const both = aResponder('hana', 'responder', 'approver');
    expect(await uses.agree(both, id)).toEqual({ ok: false, code: 'designation.same-person' });
    expect(await uses.agree(rosa, id)).toEqual({ ok: false, code: 'designation.wrong-role' });
    expect((await uses.agree(amal, id)).ok).toBe(true);
    expect(await uses.reveal(amal, id)).toEqual({ ok: false, code: 'reveal.unknown' });
    const twice = await Promise.all([uses.reveal(hana, id), uses.reveal(hana, id)]);
    expect(twice.map((answer) => (answer.ok ? answer.value.part : answer.code)).toSorted()).toEqual(
      ['identity', 'reveal.used'],
    );
    const seen = twice.find(({ ok }) => ok);
    expect(seen).toMatchObject({ value: { value: { account: nomination.identity.account } } });
  });

  test('is refused for another purpose than the part is kept for, and after its minutes', async () => {
    const ref = await designated();
    const wrong = { ...about(ref), part: 'risk', purpose: 'contact-the-defender' } as const;
    expect(await uses.request(hana, wrong)).toEqual({ ok: false, code: 'reveal.wrong-purpose' });
    const asked = await uses.request(hana, about(ref));
    if (!asked.ok) return;
    await uses.agree(amal, asked.value.id);
    now += 16 * 60_000;
    expect(await uses.reveal(hana, asked.value.id)).toEqual({ ok: false, code: 'reveal.expired' });
  });

  test('without an audit row shows nothing', async () => {
    const ref = await designated();
    const asked = await uses.request(hana, about(ref));
    if (!asked.ok) return;
    await uses.agree(amal, asked.value.id);
    const blind = createRegistryUses({
      ...registry,
      newRequestId: () => asked.value.id,
      audit: { append: () => Promise.reject(new ShieldError('audit.unavailable')) },
    });
    await expect(blind.reveal(hana, asked.value.id)).rejects.toMatchObject({
      code: 'audit.unavailable',
    });
    expect((await uses.reveal(hana, asked.value.id)).ok).toBe(true);
  });

  test('in bulk takes a registrar and an approver, and says who lives', async () => {
    const nomination = aNomination();
    const ref = await designated(nomination);
    const subject = { kind: 'export', purpose: 'answer-an-access-request' } as const;
    expect(await uses.request(hana, subject)).toEqual({
      ok: false,
      code: 'designation.wrong-role',
    });
    const asked = await uses.request(rosa, subject);
    if (!asked.ok) throw new ShieldError(asked.code);
    expect(await uses.bulkExport(rosa, asked.value.id)).toEqual({
      ok: false,
      code: 'reveal.not-agreed',
    });
    await uses.agree(anna, asked.value.id);
    const exported = await uses.bulkExport(rosa, asked.value.id);
    expect(exported.ok && exported.value).toContainEqual({ ref, identity: nomination.identity });
    expect((await uses.bulkExport(rosa, asked.value.id)).ok).toBe(false);
  });

  test('every act and every look is a row, in order, with its refusal', async () => {
    const rows: AuditEntry[] = [];
    const audited = createRegistryUses({
      ...registry,
      newRequestId: () => 'q_BBBBBBBBBBBBBBBBBBBBBB' as never,
      audit: { append: async (row) => void rows.push(row) as never },
    });
    const ref = await proposed();
    await audited.ask(rosa, ref, vet);
    await audited.show(ravi, ref);
    await audited.show(partner, ref);
    expect(
      rows.map(({ act, principal, reason, result }) => [act, principal, result, reason]),
    ).toEqual([
      ['registry.vet', rosa.ref, 'allowed', null],
      ['registry.vet', rosa.ref, 'refused', 'designation.same-person'],
      ['registry.show', ravi.ref, 'allowed', null],
      ['registry.show', 'partner:helpline-one', 'refused', 'designation.wrong-role'],
    ]);
  });
});

describe('the past', () => {
  test('is what held then by what was known then', async () => {
    const ref = await designated();
    const began = now;
    now += 5 * DAY_MS;
    const late: AskedOf = {
      kind: 'consent',
      classes: ['vault'],
      way: 'in-person',
      givenAt: began + DAY_MS,
    };
    await uses.ask(rosa, ref, late);
    const vaultAt = async (knownAt: number, validAt: number) => {
      const answer = await uses.history(rosa, ref, { knownAt, validAt });
      return answer.ok ? answer.value.consents.vault?.givenAt : answer.code;
    };
    expect(await vaultAt(began + 2 * DAY_MS, began + 2 * DAY_MS)).toBeUndefined();
    expect(await vaultAt(now, began + 2 * DAY_MS)).toBe(began + DAY_MS);
    expect(await vaultAt(began - 1, now)).toBe('designation.unknown');
  });

  test('is only added to, and an ended life stays ended, whatever the code decides', async () => {
    await raw(async (client) => {
      const rewrite = client.query("update registry.fact set kind = 'approved'");
      await expect(rewrite).rejects.toThrow('history is only added to');
      const revive = "update registry.life set state = 'active' where state = 'ended'";
      await expect(client.query(revive)).rejects.toThrow('an ended life stays ended');
      const alone =
        'update registry.request set agreed_by = asked_by, agreed_at_ms = 1 where agreed_by is not null';
      await expect(client.query(alone)).rejects.toThrow('request_two_people');
    });
  });
});

test('no account is in any table in clear', async () => {
  const tables = ['life', 'fact', 'sealed_part', 'request', 'designation', 'history', 'outbox'];
  await raw(async (client) => {
    for (const table of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from registry.${table} t`,
      );
      expect(rows.filter(({ row }) => row.includes('canary'))).toEqual([]);
    }
  });
  for (const name of await readdir(join(keysDir, 'data-keys'))) {
    expect(await readFile(join(keysDir, 'data-keys', name), 'utf8')).not.toContain('canary');
  }
  expect(now).toBeGreaterThan(ONE_YEAR_LATER);
});

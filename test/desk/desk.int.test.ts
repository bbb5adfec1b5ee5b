import type { DefenderRef, TaskRow } from '@hrd-shield/contracts';
import { createFolderKeyStore, dataKeysDir, loadKey, newDefenderRef } from '@hrd-shield/keys';
import { type AuditTables, createAuditLog, openDatabase } from '@hrd-shield/postgres';
import type { RunningService } from '@hrd-shield/runtime';
import type { ProtectionClient, TemporalConnection } from '@hrd-shield/temporal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anActor, aProfile, aSignal } from '../../packages/domain/src/protection/spec/builders.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { protectionAt } from '../harness/protection-at.ts';
import { until } from '../harness/until.ts';
import { designate, stageRespond } from '../hold/hold-stage.ts';
import { type DeskStage, newKey, type SignedInBrowser, stageDesk } from './desk-stage.ts';

const NOTE = 'canary words that only a colleague may read';
const ROLES = {
  alice: ['responder'],
  basil: ['responder'],
  olga: ['observer'],
  stella: ['steward'],
  audrey: ['auditor'],
  nobody: ['king'],
};

let at: Installation;
let anna: DefenderRef;
let respond: RunningService;
let desk: DeskStage;
let connection: TemporalConnection;
let protection: ProtectionClient;

beforeAll(async () => {
  at = await createInstallation('desk');
  anna = await designate(at, 'canary-account-desk-4711');
  const kek = await loadKey(at.keysDir, 'kek');
  await createFolderKeyStore({ dir: dataKeysDir(at.keysDir), keyEncryptionKey: kek }).create(anna);
  respond = await stageRespond(at);
  desk = await stageDesk(at, ROLES);
  ({ connection, protection } = await protectionAt(at));
  const allowedMeasures = ['limit-replies', 'restrict-campaign-reach'];
  await protection.deliverSignals({
    signals: [aSignal({ inauthentic: true, actors: [anActor('a')] })],
    profile: aProfile({ defender: anna, allowedMeasures }),
  });
});

afterAll(async () => {
  await desk.stop();
  await respond.stop();
  await connection.stop();
  at.remove();
});

async function auditOf(): Promise<readonly (readonly (string | null)[])[]> {
  const database = openDatabase<AuditTables>({ url: at.databaseUrl, applicationName: 'test' });
  const rows = await createAuditLog(database.query).rows(0, 1_000);
  await database.stop();
  return rows.map(({ entry }) => [entry.principal, entry.act, entry.result, entry.reason]);
}

const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { code: string }).code;

/** A steward gives what responders need to take every task. */
async function giveSkills(steward: SignedInBrowser, responder: string): Promise<void> {
  const path = `/v1/people/${responder}`;
  const seen = await steward.get(path);
  const answer = await steward.browser.fetch(`${desk.url}${path}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      'x-csrf-token': steward.csrf,
      'if-match': seen.headers.get('etag') ?? '',
    },
    body: JSON.stringify({
      languages: ['*'],
      skills: ['*'],
      clearance: 'critical',
      conflicts: [],
    }),
  });
  expect(answer.status).toBe(200);
}

async function theTask(by: SignedInBrowser): Promise<TaskRow> {
  return until('the task is on the board', async () => {
    const page = (await (await by.get('/v1/tasks')).json()) as { items: TaskRow[] };
    return page.items[0];
  });
}

describe('a responder at the desk', () => {
  it('signs in, lists, claims and decides; every act is in the audit', async () => {
    const [alice, basil, stella] = await Promise.all([
      desk.signIn('alice'),
      desk.signIn('basil'),
      desk.signIn('stella'),
    ]);
    await giveSkills(stella, alice.principal);
    await giveSkills(stella, basil.principal);
    const { evidenceVersion, id } = await theTask(alice);
    const decision = {
      option: 'strengthen',
      verdict: 'confirmed',
      reasons: ['coordinated-attack'],
      evidenceVersion,
      note: NOTE,
    };
    const early = await alice.post(`/v1/tasks/${id}/decision`, decision);
    expect([early.status, await codeOf(early)]).toEqual([409, 'task.not-claimed']);
    expect((await alice.post(`/v1/tasks/${id}/claim`)).status).toBe(200);
    expect((await alice.post(`/v1/tasks/${id}/decision`, decision)).status).toBe(200);
    const second = await alice.post(`/v1/tasks/${id}/claim`);
    expect(second.status).toBe(200);
    const twice = await alice.post(`/v1/tasks/${id}/decision`, decision);
    expect(await codeOf(twice)).toBe('task.same-person');
    const handed = await alice.post(`/v1/tasks/${id}/hand-over`, { to: basil.principal });
    expect(handed.status).toBe(200);
    expect((await basil.post(`/v1/tasks/${id}/decision`, decision)).status).toBe(200);
    const audit = await auditOf();
    expect(audit).toContainEqual([alice.principal, 'desk.decide-task', 'allowed', null]);
    expect(audit).toContainEqual([
      alice.principal,
      'desk.decide-task',
      'refused',
      'task.same-person',
    ]);
    expect(audit).toContainEqual([basil.principal, 'desk.decide-task', 'allowed', null]);
    expect(JSON.stringify(audit)).not.toContain('canary');
  });

  it('opens a note for a purpose alone, and never without it', async () => {
    const alice = await desk.signIn('alice');
    const { id } = (await until('the decision is kept', async () => {
      const { items } = (await (await alice.get('/v1/cases')).json()) as {
        items: { id: string }[];
      };
      const [found] = items;
      if (found === undefined) return undefined;
      const { tasks } = (await (await alice.get(`/v1/cases/${found.id}`)).json()) as {
        tasks: TaskRow[];
      };
      return tasks[0];
    })) as TaskRow;
    const path = `/v1/tasks/${id}/notes/0`;
    const without = await alice.get(path);
    expect([without.status, await codeOf(without)]).toEqual([403, 'access.refused']);
    const opened = await until('the note is on the board', async () => {
      const answer = await alice.get(path, { 'x-shield-purpose': 'response' });
      return answer.status === 200 ? answer : undefined;
    });
    expect(await opened.json()).toEqual({ text: NOTE });
  });
});

describe('a defender', () => {
  it('has a measure go on by their own token; neither staff nor somebody else does', async () => {
    const [alice, stella] = await Promise.all([desk.signIn('alice'), desk.signIn('stella')]);
    const standing = async () => (await protection.view(anna))?.cases[0]?.measures[0];
    const measure = await until('a measure is on', standing);
    const path = `/v1/own-designation/measures/${measure.instance}/extension`;
    const extended = async (defender: DefenderRef, instance = path): Promise<Response> => {
      const issued = await stella.post('/v1/tokens', { role: 'defender', defender, days: 1 });
      const { token } = (await issued.json()) as { token: string };
      return fetch(`${desk.url}${instance}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': newKey() },
      });
    };
    expect((await alice.post(path)).status).toBe(403);
    const strange = await extended(newDefenderRef());
    expect(await codeOf(strange)).toBe('measure.unknown');
    const answer = await extended(anna);
    expect([answer.status, await answer.json()]).toEqual([202, { instance: measure.instance }]);
    expect((await standing())?.expiresAt).toBeGreaterThan(measure.expiresAt);
  });
});

describe('a session', () => {
  it('is given to nobody without a role at the desk', async () => {
    const { Browser } = await import('./stage-provider.ts');
    const answer = await new Browser().signIn(desk.url, 'nobody');
    expect([answer.status, await codeOf(answer)]).toEqual([401, 'access.sign-in-failed']);
  });

  it('writes nothing without the token against forged requests', async () => {
    const alice = await desk.signIn('alice');
    const forged = await alice.post('/v1/appeals', {}, { 'x-csrf-token': 'x' });
    expect([forged.status, await codeOf(forged)]).toEqual([403, 'access.forged']);
    const basil = await desk.signIn('basil');
    const borrowed = await alice.post('/v1/appeals', {}, { 'x-csrf-token': basil.csrf });
    expect(await codeOf(borrowed)).toBe('access.forged');
  });

  it('ends at once when a steward revokes it', async () => {
    const [basil, stella] = await Promise.all([desk.signIn('basil'), desk.signIn('stella')]);
    expect((await basil.get('/v1/tasks')).status).toBe(200);
    const ended = await stella.post(`/v1/people/${basil.principal}/revocation`);
    expect(ended.status).toBe(200);
    const after = await basil.get('/v1/tasks');
    expect([after.status, await codeOf(after)]).toEqual([401, 'access.no-token']);
  });
});

describe('a write', () => {
  it('is done once, however often it is sent', async () => {
    const stella = await desk.signIn('stella');
    const body = { role: 'partner', partner: 'helpline-one', days: 30 };
    const key = { 'idempotency-key': newKey() };
    const first = await stella.post('/v1/tokens', body, key);
    const again = await stella.post('/v1/tokens', body, key);
    expect(first.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    const other = await stella.post('/v1/tokens', { ...body, days: 31 }, key);
    expect([other.status, await codeOf(other)]).toEqual([422, 'request.key-reused']);
    const without = await stella.post('/v1/tokens', body, { 'idempotency-key': '' });
    expect(await codeOf(without)).toBe('request.needs-key');
  });
});

import { type DefenderRef, ShieldError } from '@hrd-shield/contracts';
import { type AuditTables, createAuditLog, openDatabase } from '@hrd-shield/postgres';
import { openRegistry } from '@hrd-shield/registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { type DeskStage, type SignedInBrowser, stageDesk } from './desk-stage.ts';
import { ownCounting, ownToken } from './own-desk.ts';

const ACCOUNT = 'canary-account-registry-desk-4711';
const PURPOSE = { 'x-shield-purpose': 'verify-the-account' };

let at: Installation;
let desk: DeskStage;
let isAuditAway = false;

beforeAll(async () => {
  at = await createInstallation('deskreg');
  const roles = { rita: ['registrar', 'approver'], arno: ['approver'], stella: ['steward'] };
  desk = await stageDesk(at, roles, {
    audit: (real) => ({
      ...real,
      append: async (entry) => {
        if (isAuditAway) throw new ShieldError('audit.unavailable');
        return real.append(entry);
      },
    }),
  });
});

afterAll(async () => {
  await desk.stop();
  at.remove();
});

const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { code: string }).code;

async function nominated(rita: SignedInBrowser, more: object = {}): Promise<DefenderRef> {
  const answer = await rita.post('/v1/designations', {
    identity: { account: ACCOUNT },
    profile: { language: 'en' },
    ...more,
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { defender: DefenderRef }).defender;
}

describe('who somebody is', () => {
  it('is seen by two people, for a purpose, once, and every step is in the audit', async () => {
    const [rita, arno] = await Promise.all([desk.signIn('rita'), desk.signIn('arno')]);
    const defender = await nominated(rita);
    const listed = await (await rita.get('/v1/designations')).text();
    expect(listed).toContain(defender);
    expect(listed).not.toContain(ACCOUNT);
    const asked = await rita.post('/v1/reveals', {
      kind: 'reveal',
      part: 'identity',
      purpose: 'verify-the-account',
      defender,
    });
    expect(asked.status).toBe(201);
    const { request } = (await asked.json()) as { request: { id: string } };
    const path = `/v1/reveals/${request.id}`;
    expect((await rita.post(`${path}/use`)).status).toBe(403);
    expect(await codeOf(await rita.post(`${path}/use`, undefined, PURPOSE))).toBe(
      'reveal.not-agreed',
    );
    const own = await rita.post(`${path}/agreement`);
    expect(await codeOf(own)).toBe('designation.same-person');
    expect((await arno.post(`${path}/agreement`)).status).toBe(200);
    const opened = await rita.post(`${path}/use`, undefined, PURPOSE);
    expect(await opened.json()).toMatchObject({ part: 'identity', value: { account: ACCOUNT } });
    expect(await codeOf(await rita.post(`${path}/use`, undefined, PURPOSE))).toBe('reveal.used');
    const database = openDatabase<AuditTables>({ url: at.databaseUrl, applicationName: 'test' });
    const rows = await createAuditLog(database.query).rows(0, 1_000);
    await database.stop();
    const acts = rows.map(({ entry }) => entry.act);
    expect(acts).toContain('desk.use-reveal');
    expect(acts).toContain('registry.reveal.use');
    const use = rows.find(
      ({ entry }) => entry.act === 'desk.use-reveal' && entry.result === 'allowed',
    );
    expect(use?.entry.policyIds).toContain('a-reveal-is-used-with-a-purpose');
    expect(JSON.stringify(rows) + desk.logs.join('')).not.toContain('canary');
  });

  it('is seen by nobody while the audit cannot be written', async () => {
    const rita = await desk.signIn('rita');
    isAuditAway = true;
    const answer = await rita.get('/v1/designations');
    isAuditAway = false;
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'audit.unavailable']);
  });
});

describe('a defender', () => {
  it('declines by their own token, also while the audit cannot be written', async () => {
    const [rita, stella] = await Promise.all([desk.signIn('rita'), desk.signIn('stella')]);
    const items = (await (await rita.get('/v1/designations')).json()) as {
      items: { ref: string }[];
    };
    const issued = await stella.post('/v1/tokens', {
      role: 'defender',
      defender: items.items[0]?.ref,
      days: 30,
    });
    const { token } = (await issued.json()) as { token: string };
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'a-key-of-the-defender-1',
    };
    const view = await fetch(`${desk.url}/v1/own-designation`, { headers });
    expect(await view.json()).toMatchObject({ state: 'proposed' });
    isAuditAway = true;
    const refused = await fetch(`${desk.url}/v1/own-designation/acts`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ act: { kind: 'refuse', reason: 'declined-by-person' } }),
    });
    isAuditAway = false;
    expect([refused.status, await refused.json()]).toMatchObject([200, { state: 'refused' }]);
  });
});

describe('being counted', () => {
  const setOf = (token: string, body: object) => ownCounting(desk, token, body);

  it('is a defender’s to agree to and to take back, also while the audit cannot be written', async () => {
    const [rita, stella] = await Promise.all([desk.signIn('rita'), desk.signIn('stella')]);
    const risk = { factors: ['woman'], counted: true };
    const defender = await nominated(rita, { risk });
    const token = await ownToken(stella, defender);
    isAuditAway = true;
    const away = await setOf(token, { counted: false });
    isAuditAway = false;
    expect([away.status, await away.json()]).toEqual([200, { counted: false }]);
    const agreed = await setOf(token, { counted: true });
    expect([agreed.status, await agreed.json()]).toEqual([200, { counted: true }]);
    const forgotten = await setOf(token, { counted: false, forget: true });
    expect(forgotten.status).toBe(200);
    const delegate = await ownToken(stella, defender, 'delegate');
    expect(await codeOf(await setOf(delegate, { counted: true }))).toBe('designation.wrong-role');
    const act = { kind: 'agree-to-counting', way: 'safe-channel' };
    const byStaff = await rita.post(`/v1/designations/${defender}/acts`, { act });
    expect(byStaff.status).toBe(200);
    const keys = { databaseUrl: at.databaseUrl, keysDir: at.keysDir, applicationName: 'test' };
    const registry = await openRegistry(keys, { now: Date.now });
    const facts = (await registry.lives.facts(defender)).slice(1);
    const { risk: sealed } = await registry.lives.parts(defender);
    const kept = sealed && (await registry.sealer.openPart(defender, 'risk', sealed));
    await registry.stop();
    expect(facts).toMatchObject([
      { kind: 'counting-taken-back', by: 'defender', isForgotten: false },
      { kind: 'counting-agreed', by: 'defender', way: 'own-session' },
      { kind: 'counting-taken-back', by: 'defender', isForgotten: true },
      { kind: 'counting-agreed', way: 'safe-channel' },
    ]);
    expect(kept).toEqual({ factors: [], counted: true });
  });
});

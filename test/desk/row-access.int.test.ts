import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@hrd-shield/cli';
import {
  buildFacts,
  type Clickhouse,
  clickhouseConfigOf,
  outcomeRow,
  signalRow,
  signalRowId,
} from '@hrd-shield/clickhouse';
import { type DefenderRef, type Outcome, ROW_TABLES, ShieldError } from '@hrd-shield/contracts';
import { loadRowAccessPolicy, loadSufficientSets } from '@hrd-shield/policy';
import { openRegistry } from '@hrd-shield/registry';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropColumnStore, openColumnStore } from '../harness/column-store.ts';
import { designatedWith } from '../harness/designated-with.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { aSignal } from '../record/builders.ts';
import { type DeskStage, type SignedInBrowser, stageDesk } from './desk-stage.ts';
import { signInByCommand } from './sign-in-by-command.ts';

const ACCESS = join(import.meta.dirname, '../../infra/clickhouse/access');
const CANARY = 'canary-account-whose-rows-7731';
const DAY_MS = 86_400_000;
/** 1 October 2026, UTC. */
const OCTOBER = 1_790_812_800_000;
const PURPOSE = { 'x-shield-purpose': 'look-into-an-incident' };
const REASON = 'A measure came late, we look at what was done when.';
const ROLES = {
  asha: ['analyst', 'approver'],
  bela: ['analyst'],
  cleo: ['analyst'],
  arno: ['approver'],
  rita: ['registrar', 'responder'],
  otto: ['auditor'],
};
type Name = keyof typeof ROLES;

let at: Installation;
let desk: DeskStage;
let store: Clickhouse;
let database: pg.Client;
let defender: DefenderRef;
let people: Readonly<Record<Name, SignedInBrowser>>;

const CASE = `k_${'C'.repeat(22)}`;
const padded = (letter: string, number: number) => `${letter}_${String(number).padStart(22, '0')}`;

beforeAll(async () => {
  at = await createInstallation('rows');
  store = await openColumnStore(clickhouseConfigOf(at.clickhouseUrl));
  desk = await stageDesk(at, ROLES, { config: { rowsUrl: at.clickhouseUrl } });
  const names = Object.keys(ROLES) as Name[];
  const signedIn = await Promise.all(
    names.map(async (name) => [name, await desk.signIn(name)] as const),
  );
  people = Object.fromEntries(signedIn) as typeof people;
  database = new pg.Client({ connectionString: at.databaseUrl });
  await database.connect();
  const { databaseUrl, keysDir } = at;
  const registry = await openRegistry(
    { databaseUrl, keysDir, applicationName: 'rows' },
    { now: () => Date.now() },
  );
  defender = await designatedWith(registry, { account: CANARY, classes: ['public-content'] });
  await registry.stop();
  await seed();
}, 120_000);

afterAll(async () => {
  await database.end();
  await desk.stop();
  await dropColumnStore(store);
  at.remove();
});

/** Three facts and a signal of one defender, and a fact of each of many others. */
async function seed(): Promise<void> {
  const own = { defender, case: CASE, campaign: padded('c', 1), threat: 'pile-on' };
  const responder = `r_${'D'.repeat(22)}`;
  const facts = [
    { ...own, kind: 'case.opened', at: OCTOBER, tier: 'guard' },
    { ...own, kind: 'task.opened', at: OCTOBER + 1, task: padded('t', 1) },
    { ...own, kind: 'task.decided', at: OCTOBER + 2, task: padded('t', 1), responder },
    ...Array.from({ length: loadRowAccessPolicy().rowsMax + 1 }, (_, number) => ({
      ...{ kind: 'case.opened', at: OCTOBER + 2 * DAY_MS + number, defender: padded('d', number) },
      ...{ case: padded('k', number), campaign: padded('c', 100 + number), threat: 'pile-on' },
    })),
  ].map((fact, step) => ({ id: padded('u', step), ...fact }) as Outcome);
  const rows = facts.map((one) => outcomeRow(one, one.at));
  await store.insert({ table: 'outcomes', rows, ids: rows.map(({ id }) => id) });
  const signal = { ...aSignal(1, 0), defender, eventAt: OCTOBER, firstEventAt: OCTOBER } as never;
  const landed = [signalRow(signal, OCTOBER)];
  await store.insert({ table: 'signals', rows: landed, ids: landed.map(signalRowId) });
  await buildFacts(store, loadSufficientSets(), OCTOBER + 5 * DAY_MS);
}

interface Body {
  readonly code?: string;
  readonly request?: { readonly id: string; readonly rows: object };
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly isComplete?: boolean;
  readonly digest?: string;
  readonly columns?: readonly string[];
}

async function said(answer: Response): Promise<Body & { readonly status: number }> {
  return { status: answer.status, ...((await answer.json()) as Body) };
}

const ask = async (by: Name, slice: object, more: object = {}, headers: object = PURPOSE) =>
  said(
    await people[by].post(
      '/v1/row-requests',
      { table: 'outcomes', slice, reason: REASON, ...more },
      headers as Record<string, string>,
    ),
  );
const answer = async (by: Name, id: string, word: 'agreement' | 'refusal') =>
  said(await people[by].post(`/v1/reveals/${id}/${word}`));
const read = async (by: Name, id: string, headers: object = PURPOSE) =>
  said(
    await people[by].post(
      `/v1/row-requests/${id}/rows`,
      undefined,
      headers as Record<string, string>,
    ),
  );

async function askedBy(by: Name, slice: object, more: object = {}): Promise<string> {
  const asked = await ask(by, slice, more);
  expect(asked.status, asked.code).toBe(201);
  return asked.request?.id ?? '';
}

/** Rows of the registry's audit about rows, the latest last. */
async function audited(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { rows } = await database.query(
    `SELECT seq, principal, act, purpose, subject, result, reason FROM audit.entry
     WHERE act LIKE 'registry.%' ORDER BY seq`,
  );
  return rows;
}

const ofCase = { by: 'case', case: CASE };

describe('single rows of the record', () => {
  it('are asked for by an analyst, agreed to by another, read once, and counted first', async () => {
    const id = await askedBy('asha', { by: 'defender', defender });
    expect(await read('asha', id)).toMatchObject({ status: 409, code: 'reveal.not-agreed' });
    // Asha may approve what others ask, never what she asked; who is no approver not at all.
    expect(await answer('asha', id, 'agreement')).toMatchObject({
      code: 'designation.same-person',
    });
    for (const other of ['bela', 'rita', 'otto'] as const) {
      expect(await answer(other, id, 'agreement')).toMatchObject({ status: 403 });
    }
    expect((await answer('arno', id, 'agreement')).status).toBe(200);
    expect(await read('bela', id)).toMatchObject({ status: 404, code: 'reveal.unknown' });
    expect(await read('arno', id)).toMatchObject({ status: 403 });
    const other = { 'x-shield-purpose': 'check-a-figure' };
    expect(await read('asha', id, other)).toMatchObject({ code: 'reveal.wrong-purpose' });

    const found = await read('asha', id);
    expect(found).toMatchObject({ status: 200, isComplete: true });
    expect(found.rows?.map(({ kind }) => kind)).toEqual([
      'case.opened',
      'task.opened',
      'task.decided',
    ]);
    expect(found.rows?.[0]).toMatchObject({ defender, case_id: CASE });
    expect(Object.keys(found.rows?.[0] ?? {})).toEqual(found.columns);
    expect(await read('asha', id)).toMatchObject({ code: 'reveal.used' });

    const rows = (await audited()).slice(-7).map(({ act, principal, reason, result, subject }) => ({
      ...{ act, principal, reason, result, subject },
    }));
    const { asha, arno, bela } = people;
    const about = (act: string, who: SignedInBrowser, reason: string | null, subject: string) => ({
      ...{ act: `registry.${act}`, principal: who.principal, reason, subject },
      result: reason === null || reason.startsWith('rows:') ? 'allowed' : 'refused',
    });
    expect(rows).toEqual([
      about('rows.use', asha, 'reveal.not-agreed', defender),
      about('reveal.agree', asha, 'designation.same-person', id),
      about('reveal.agree', arno, null, id),
      about('rows.use', bela, 'reveal.unknown', defender),
      about('rows.use', asha, null, defender),
      about('rows.read', asha, `rows:3:sha256:${found.digest}`, defender),
      about('rows.use', asha, 'reveal.used', defender),
    ]);
    const asked = (await audited()).find(({ act }) => act === 'registry.rows.ask');
    expect(asked).toMatchObject({ subject: defender, purpose: 'look-into-an-incident' });
  });

  it('come with the columns of the purpose alone, and never more than the rules say', async () => {
    const own = { 'x-shield-purpose': 'answer-an-access-request' };
    const asked = await ask('bela', { by: 'defender', defender }, {}, own);
    const id = asked.request?.id ?? '';
    await answer('arno', id, 'agreement');
    const found = await read('bela', id, own);
    expect(Object.keys(found.rows?.[2] ?? {})).toEqual([
      ...['kind', 'at', 'threat', 'tier', 'measure', 'harm', 'automatic', 'expires_at'],
      ...['verdict', 'reason'],
    ]);
    const window = { by: 'window', from: OCTOBER + DAY_MS, to: OCTOBER + 5 * DAY_MS };
    const many = await askedBy('bela', window);
    await answer('asha', many, 'agreement');
    const cut = await read('bela', many);
    expect([cut.rows?.length, cut.isComplete]).toEqual([500, false]);
    const long = { ...window, to: OCTOBER + 30 * DAY_MS };
    expect(await ask('bela', long)).toMatchObject({ status: 422, code: 'rows.bad-slice' });
    const named = { reason: 'We look at what Maria did in the first week.' };
    expect(await ask('bela', ofCase, named)).toMatchObject({ code: 'rows.bad-reason' });
    expect(await ask('bela', ofCase, { table: 'accounts' })).toMatchObject({ status: 400 });
    expect((await audited()).slice(-2).map(({ reason, subject }) => [reason, subject])).toEqual([
      ['rows.bad-slice', null],
      ['rows.bad-reason', CASE],
    ]);
  });

  it.each(Object.keys(ROW_TABLES))('are there in %s', async (table) => {
    const id = await askedBy('cleo', { by: 'defender', defender }, { table });
    await answer('arno', id, 'agreement');
    const found = await read('cleo', id);
    expect([found.status, found.code]).toEqual([200, undefined]);
    expect(found.rows?.length).toBe(
      { outcomes: 3, signals: 1, cases: 1, measures: 0, tasks: 1 }[table],
    );
  });

  it('are not read when the second person says no, and the no is in the audit', async () => {
    const id = await askedBy('asha', ofCase);
    expect(await answer('rita', id, 'refusal')).toMatchObject({ status: 403 });
    expect(await answer('asha', id, 'refusal')).toMatchObject({ code: 'designation.same-person' });
    const waiting = await (await people.arno.get('/v1/reveals')).json();
    expect(JSON.stringify(waiting)).toContain(REASON);
    expect((await answer('arno', id, 'refusal')).status).toBe(200);
    expect(await answer('arno', id, 'agreement')).toMatchObject({ code: 'reveal.refused' });
    expect(await read('asha', id)).toMatchObject({ status: 409, code: 'reveal.refused' });
    const refused = (await audited()).find(({ act }) => act === 'registry.reveal.refuse');
    expect(refused).toMatchObject({ subject: id, principal: people.asha.principal });
    const last = (await audited()).findLast(
      ({ act, result }) => act === 'registry.reveal.refuse' && result === 'allowed',
    );
    expect(last).toMatchObject({ subject: id, principal: people.arno.principal });
  });

  it('are not agreed to after the day, nor read after the quarter of an hour', async () => {
    const ago = (column: string, ms: number, id: string) =>
      database.query(`UPDATE registry.request SET ${column} = ${column} - $1 WHERE id = $2`, [
        ms,
        id,
      ]);
    const old = await askedBy('bela', ofCase);
    await ago('asked_at_ms', DAY_MS + 1_000, old);
    expect(await answer('arno', old, 'agreement')).toMatchObject({ code: 'reveal.expired' });
    const id = await askedBy('bela', ofCase);
    await answer('arno', id, 'agreement');
    await ago('agreed_at_ms', 16 * 60_000, id);
    expect(await read('bela', id)).toMatchObject({ code: 'reveal.expired' });
  });

  it('are read by one of two who use the request at once', async () => {
    const id = await askedBy('bela', ofCase);
    await answer('arno', id, 'agreement');
    const both = await Promise.all([read('bela', id), read('bela', id)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it('are asked for only so often by one person in a day', async () => {
    const { requestsPerDay } = loadRowAccessPolicy();
    const codes: (string | undefined)[] = [];
    for (let turn = 0; turn <= requestsPerDay; turn += 1) {
      codes.push((await ask('bela', ofCase)).code);
    }
    expect(codes.at(-1)).toBe('rows.too-many');
    expect(codes[0]).toBeUndefined();
  });

  it('leave no name: neither in rows, audit, requests and logs, and the chain holds', async () => {
    const id = await askedBy('asha', { by: 'defender', defender });
    await answer('arno', id, 'agreement');
    const { rows } = await read('asha', id);
    const requests = await database.query('SELECT * FROM registry.request');
    const everything = [rows, await audited(), requests.rows, desk.logs];
    expect(JSON.stringify(everything)).not.toContain('canary');
    expect(JSON.stringify([await audited(), desk.logs])).not.toContain(REASON);
    const purpose = { 'x-shield-purpose': 'oversight' };
    const holds = await people.otto.get('/v1/audit/verification', purpose);
    expect(await holds.json()).toMatchObject({ holds: true });
  });
});

describe('without an account of its own', () => {
  it('nobody reads rows, and what was agreed to is not used up', async () => {
    const id = await askedBy('asha', ofCase);
    await answer('arno', id, 'agreement');
    const without = await stageDesk(at, ROLES);
    const asha = await without.signIn('asha');
    const path = `/v1/row-requests/${id}/rows`;
    const refused = await said(await asha.post(path, undefined, PURPOSE));
    await without.stop();
    expect(refused).toMatchObject({ status: 503, code: 'rows.no-account' });
    expect((await read('asha', id)).status).toBe(200);
  });
});

describe('while the audit cannot be written', () => {
  it('rows that were read do not leave', async () => {
    const blind = await stageDesk(at, ROLES, {
      config: { rowsUrl: at.clickhouseUrl },
      audit: (real) => ({
        ...real,
        append: (entry) =>
          entry.act === 'registry.rows.read'
            ? Promise.reject(new ShieldError('audit.unavailable'))
            : real.append(entry),
      }),
    });
    const [asha, arno] = [await blind.signIn('asha'), await blind.signIn('arno')];
    const body = { table: 'outcomes', slice: ofCase, reason: REASON };
    const asked = await said(await asha.post('/v1/row-requests', body, PURPOSE));
    const id = asked.request?.id;
    expect((await arno.post(`/v1/reveals/${id}/agreement`)).status).toBe(200);
    const told = await said(await asha.post(`/v1/row-requests/${id}/rows`, undefined, PURPOSE));
    await blind.stop();
    expect(told).toMatchObject({ status: 503, code: 'audit.unavailable' });
    expect(JSON.stringify(told)).not.toContain(defender);
  });
});

/** A command of somebody's own machine, under their sign-in at the desk. */
async function byCommand(tokenFile: string, words: string, input = '') {
  const told = { stdout: '', stderr: '' };
  const code = await runCli([...words.split(' '), '--json'], {
    env: { SHIELD_DESK_URL: desk.url, SHIELD_DESK_TOKEN_FILE: tokenFile },
    stdin: (async function* () {
      yield input;
    })(),
    stdout: { write: (text) => (told.stdout += text) },
    stderr: { write: (text) => (told.stderr += text) },
  });
  return { code, said: told.stdout + told.stderr, json: JSON.parse(told.stdout) };
}

it('are asked for, agreed to and read by command, under the same rules and with the same audit', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rows-'));
  const [cleo, arno] = [
    await signInByCommand(desk, dir, 'cleo'),
    await signInByCommand(desk, dir, 'arno'),
  ];
  const ask = 'rows ask --table outcomes --purpose look-into-an-incident --reason -';
  expect(await byCommand(cleo.out, ask, REASON)).toMatchObject({ code: 2 });
  expect(await byCommand(cleo.out, `${ask} --case ${CANARY}`, REASON)).toMatchObject({ code: 2 });
  const asked = await byCommand(cleo.out, `${ask} --case ${CASE}`, REASON);
  expect(asked).toMatchObject({ code: 0 });
  const { id } = asked.json.request;
  const purpose = '--purpose look-into-an-incident';
  const early = await byCommand(cleo.out, `rows read ${id} ${purpose}`);
  expect(early).toMatchObject({ code: 3, json: { ok: false, code: 'reveal.not-agreed' } });
  expect(await byCommand(cleo.out, `rows agree ${id}`)).toMatchObject({ code: 3 });
  const waiting = await byCommand(arno.out, 'rows list');
  expect(waiting.json.requests).toContainEqual(
    expect.objectContaining({ id, kind: 'rows', by: cleo.answer.principal }),
  );
  expect(await byCommand(arno.out, `rows agree ${id}`)).toMatchObject({ code: 0 });
  const read = await byCommand(cleo.out, `rows read ${id} ${purpose}`);
  expect(read.json.rows.map(({ kind }: { kind: string }) => kind)).toEqual([
    ...['case.opened', 'task.opened', 'task.decided'],
  ]);
  expect((await audited()).at(-1)).toMatchObject({
    ...{ act: 'registry.rows.read', principal: cleo.answer.principal, subject: CASE },
    reason: `rows:3:sha256:${read.json.digest}`,
  });
  expect(await byCommand(cleo.out, `rows read ${id} ${purpose}`)).toMatchObject({
    ...{ code: 3, json: { code: 'reveal.used' } },
  });
  expect(asked.said + read.said).not.toContain(CANARY);
  await rm(dir, { recursive: true });
});

describe('accounts of a server', () => {
  it.each(readdirSync(ACCESS))('%s is parsed statement by statement', async (file) => {
    const statements = readFileSync(join(ACCESS, file), 'utf8')
      .replace(/^--.*$/gm, '')
      .split(/;\s*\n/)
      .filter((each) => each.trim());
    expect(statements.length).toBeGreaterThan(6);
    // The engine inside a process has no accounts; it parses what a server runs.
    for (const each of statements) await store.command(`EXPLAIN AST ${each}`);
    await expect(store.command('EXPLAIN AST GRANT NOTHING')).rejects.toThrow('clickhouse.refused');
  });
});

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clearance, ResponderRef, ResponderRole } from '@hrd-shield/contracts';
import { createLocalKeyring, issueResponderToken, loadKey } from '@hrd-shield/keys';
import {
  type AuditTables,
  createAuditLog,
  createDatabase,
  type Database,
  migrateDatabase,
  openDatabase,
} from '@hrd-shield/postgres';
import {
  createLogger,
  type RunningService,
  startTelemetry,
  type Telemetry,
} from '@hrd-shield/runtime';
import { createPayloadCodec } from '@hrd-shield/temporal';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startCodec } from './compose.ts';
import type { CodecConfig } from './config.ts';

const ORIGIN = 'http://127.0.0.1:8233';
const WHO = `r_${'C'.repeat(22)}` as ResponderRef;
const stopping = new AbortController();
let dir: string;
let telemetry: Telemetry;
let database: Database<AuditTables>;
let databaseUrl: string;
let url: string;
let service: RunningService;
let payload: { metadata: Record<string, string>; data: string };

const base64 = (bytes: Uint8Array | null | undefined) =>
  Buffer.from(bytes ?? []).toString('base64');

async function start(at: string): Promise<{ service: RunningService; url: string }> {
  let port = 0;
  const config: CodecConfig = {
    httpHost: '127.0.0.1',
    httpPort: 0,
    logLevel: 'silent',
    drainMs: 1_000,
    otlpEndpoint: undefined,
    databaseUrl: at,
    keysDir: dir,
    temporalNamespace: 'default',
    host: '127.0.0.1',
    port: 0,
    uiOrigin: ORIGIN,
  };
  const started = await startCodec(
    {
      config,
      logger: createLogger('codec', 'silent'),
      meter: telemetry.meter,
      signal: stopping.signal,
    },
    { onListening: (given) => (port = given) },
  );
  return { service: started, url: `http://127.0.0.1:${port}/decode` };
}

beforeAll(async () => {
  telemetry = startTelemetry({ service: 'codec' });
  dir = await mkdtemp(join(tmpdir(), 'codec-'));
  await createLocalKeyring(dir);
  const name = `codec_${randomBytes(5).toString('hex')}`;
  databaseUrl = await createDatabase(inject('stackAddresses').databaseUrl, name);
  database = openDatabase({ url: databaseUrl, applicationName: 'codec-test' });
  await migrateDatabase(database.query);
  ({ service, url } = await start(databaseUrl));
  const codec = createPayloadCodec(await loadKey(dir, 'payload'));
  const [sealed] = await codec.encode([
    { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"tier":"guard"}') },
  ]);
  payload = {
    metadata: { encoding: base64(sealed?.metadata?.encoding) },
    data: base64(sealed?.data),
  };
});

afterAll(async () => {
  stopping.abort();
  await service.stop();
  await telemetry.stop();
  await database.stop();
  await rm(dir, { recursive: true, force: true });
});

async function tokenOf(
  role: ResponderRole,
  as: { readonly clearance?: Clearance; readonly scripted?: boolean; readonly ageMs?: number } = {},
): Promise<string> {
  return issueResponderToken(await loadKey(dir, 'token'), {
    responder: WHO,
    role,
    scripted: as.scripted ?? false,
    languages: ['*'],
    skills: ['*'],
    clearance: as.clearance ?? 'sensitive',
    conflicts: [],
    expiresAt: Date.now() + 60_000 - (as.ageMs ?? 0),
  });
}

const ask = (token: string | undefined, more: Record<string, string> = {}, to = url) =>
  fetch(to, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-namespace': 'default',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...more,
    },
    body: JSON.stringify({ payloads: [payload] }),
  });

describe('payloads of workflows', () => {
  it('are opened for a cleared shift lead, by the protocol of the Web UI, after an audit row', async () => {
    const answer = await ask(await tokenOf('shift-lead'), { origin: ORIGIN });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { payloads } = (await answer.json()) as { payloads: (typeof payload)[] };
    expect(Buffer.from(payloads[0]?.data ?? '', 'base64').toString()).toBe('{"tier":"guard"}');
    const rows = await createAuditLog(database.query).rows(0, 10);
    expect(rows.at(-1)?.entry).toMatchObject({
      principal: WHO,
      act: 'payload.decode',
      purpose: 'operation',
      result: 'allowed',
    });
  });

  it.each([
    ['nobody', undefined, 401],
    ['a forged token', 't1.e30.AAAA', 401],
  ])('stay sealed for %s', async (_, token, status) => {
    expect((await ask(token)).status).toBe(status);
  });

  it('stay sealed for other roles, scripts, the uncleared and other namespaces; each is a row', async () => {
    const log = createAuditLog(database.query);
    const before = (await log.head()).seq;
    const lead = await tokenOf('shift-lead');
    const answers = [
      await ask(await tokenOf('responder')),
      await ask(await tokenOf('observer')),
      await ask(await tokenOf('shift-lead', { clearance: 'standard' })),
      await ask(await tokenOf('shift-lead', { scripted: true })),
      await ask(lead, { 'x-namespace': 'another' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    const rows = await log.rows(before, 10);
    expect(rows.map(({ entry }) => entry.result)).toEqual(Array(5).fill('refused'));
    expect((await ask(await tokenOf('shift-lead', { ageMs: 120_000 }))).status).toBe(401);
    expect((await ask(lead, { origin: 'http://elsewhere.example' })).status).toBe(403);
  });

  it('stay sealed while the audit cannot be written', async () => {
    const away = await start('postgres://shield@127.0.0.1:1/shield');
    const answer = await ask(await tokenOf('shift-lead'), {}, away.url);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ code: 'audit.unavailable' });
    await away.service.stop();
  });

  it.each([
    '{',
    '[]',
    '{"payloads":"x"}',
    '{"payloads":[{"data":5}]}',
    `{"payloads":[${'{},'.repeat(1_000)}{}]}`,
  ])('a hostile body %# is refused by code', async (body) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer x` },
      body,
    });
    expect(answer.status).toBe(400);
  });
});

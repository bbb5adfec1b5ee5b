import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { Outcome, topicName } from '@hrd-shield/contracts';
import { type IntakeTables, openDatabase } from '@hrd-shield/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTopic } from '../../packages/cli/src/demo/read-topic.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { type DeskStage, newKey, stageDesk } from './desk-stage.ts';

const CANARY = 'canary کاناری words of somebody who asks for help';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const START = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

let at: Installation;
let desk: DeskStage;
let clamd: Server;
/** What the scanner says next. */
let verdict = 'stream: OK\0';
let now = START;

beforeAll(async () => {
  at = await createInstallation('intake');
  clamd = createServer((socket) => {
    let seen = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      seen = Buffer.concat([seen, data]);
      if (seen.subarray(-4).equals(Buffer.alloc(4))) socket.end(verdict);
    });
  });
  await new Promise<void>((resolve) => clamd.listen(0, '127.0.0.1', resolve));
  const scanner = `127.0.0.1:${(clamd.address() as AddressInfo).port}`;
  desk = await stageDesk(
    at,
    { ines: ['intake'], stella: ['steward'] },
    { config: { clamd: scanner }, clock: { now: () => now } },
  );
});

afterAll(async () => {
  await desk.stop();
  clamd.close();
  at.remove();
});

const send = (
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(`${desk.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newKey(), ...headers },
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
  });

interface Receipt {
  readonly report: string;
  readonly receipt: string;
  readonly dueAt: number;
}

async function report(more: object = {}): Promise<Receipt> {
  const answer = await send('/v1/incident-reports', { language: 'fa', text: CANARY, ...more });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Receipt;
}

const own = (receipt: string): Promise<Response> =>
  fetch(`${desk.url}/v1/own-report`, { headers: { 'x-shield-receipt': receipt } });

const codeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { code: string }).code;

describe('somebody without an account', () => {
  it('reports in any language, and follows up both ways by the receipt code alone', async () => {
    const sent = await report();
    expect(sent.dueAt).toBe(START + 24 * HOUR_MS);
    expect((await report({ critical: true })).dueAt).toBe(START + 2 * HOUR_MS);
    const ines = await desk.signIn('ines');
    const path = `/v1/incident-reports/${sent.report}`;
    expect((await ines.get(path)).status).toBe(403);
    const opened = await ines.get(path, { 'x-shield-purpose': 'intake' });
    expect(await opened.json()).toMatchObject({ text: CANARY, language: 'fa' });
    const early = await ines.post(`${path}/closing`, { ending: 'referred' });
    expect(await codeOf(early)).toBe('report.not-answered');
    expect((await ines.post(`${path}/answer`, { text: 'ما هستیم' })).status).toBe(200);
    const read = (await (await own(sent.receipt.toLowerCase())).json()) as object;
    expect(read).toMatchObject({
      state: 'answered',
      messages: [{ from: 'staff', text: 'ما هستیم' }],
    });
    const more = { 'x-shield-receipt': sent.receipt };
    expect((await send('/v1/own-report/messages', { text: 'thanks' }, more)).status).toBe(201);
    const unheard = await ines.post(`${path}/closing`, { ending: 'referred' });
    expect(await codeOf(unheard)).toBe('report.not-answered');
    expect((await ines.post(`${path}/answer`, { text: 'take care' })).status).toBe(200);
    const closed = await ines.post(`${path}/closing`, { ending: 'referred' });
    expect(await closed.json()).toMatchObject({ report: { state: 'closed' } });
  });

  it('learns nothing from a code that is not theirs', async () => {
    const answer = await own('00000-00000-00000-00000-00000-0');
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'report.unknown']);
  });

  it('is overdue when nobody answers in time', async () => {
    const { receipt } = await report({ critical: true });
    now = START + 3 * HOUR_MS;
    expect(await (await own(receipt)).json()).toMatchObject({ state: 'overdue' });
    now = START;
  });
});

describe('an attack that no signal spoke of', () => {
  it('is told to the log by whoever closes the report: once, with neither receipt nor text', async () => {
    const sent = await report();
    const ines = await desk.signIn('ines');
    const path = `/v1/incident-reports/${sent.report}`;
    now = START + MINUTE_MS;
    await ines.post(`${path}/answer`, { text: 'we are here' });
    const attackOn = `d_${'Q'.repeat(22)}`;
    const abusive = await ines.post(`${path}/closing`, { ending: 'abusive', attackOn });
    expect(await codeOf(abusive)).toBe('report.not-an-attack');
    const nowhere = { ending: 'linked-to-case', case: `k_${'Q'.repeat(22)}` };
    expect(await codeOf(await ines.post(`${path}/closing`, nowhere))).toBe('case.unknown');
    const end = { ending: 'helped-otherwise', attackOn };
    expect((await ines.post(`${path}/closing`, end)).status).toBe(200);
    expect(await codeOf(await ines.post(`${path}/closing`, end))).toBe('report.closed');
    now = START;
    const topic = topicName('outcomes', at.topicPrefix);
    const { records } = await readTopic({ brokers: at.brokers, clientId: 'told' }, topic);
    const told = records.map(({ event }) => Outcome.parse(event.data));
    expect(told).toEqual([
      {
        ...{ id: expect.stringMatching(/^u_/), kind: 'campaign.known', reason: 'report' },
        ...{ defender: attackOn, campaign: expect.stringMatching(/^c_/), scripted: false },
        ...{ eventAt: START, at: START + MINUTE_MS },
      },
    ]);
    expect(JSON.stringify(told)).not.toContain(sent.report);
  });
});

describe('a file', () => {
  const attach = (receipt: string, bytes: Buffer): Promise<Response> =>
    send('/v1/own-report/attachments', bytes, {
      'content-type': 'application/octet-stream',
      'x-shield-receipt': receipt,
    });

  it('is taken by its bytes, looked at for malware, and sealed', async () => {
    const { receipt, report: id } = await report();
    const taken = await attach(receipt, PNG);
    expect(await taken.json()).toEqual({ number: 1, type: 'image/png', bytes: 16 });
    const script = await attach(receipt, Buffer.from('#!/bin/sh\nrm'));
    expect([script.status, await codeOf(script)]).toEqual([415, 'attachment.bad-type']);
    verdict = 'stream: Win.Test.EICAR_HDB-1 FOUND\0';
    expect(await codeOf(await attach(receipt, PNG))).toBe('attachment.infected');
    verdict = 'INSTREAM size limit exceeded. ERROR\0';
    const unseen = await attach(receipt, PNG);
    expect([unseen.status, await codeOf(unseen)]).toEqual([503, 'attachment.not-scanned']);
    verdict = 'stream: OK\0';
    const ines = await desk.signIn('ines');
    const file = await ines.get(`/v1/incident-reports/${id}/attachments/1`, {
      'x-shield-purpose': 'intake',
    });
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG);
  });
});

describe('a partner', () => {
  it('sends many at once, as a trusted flagger, within a quota that its accuracy makes', async () => {
    const stella = await desk.signIn('stella');
    const issued = await stella.post('/v1/tokens', {
      role: 'partner',
      partner: 'helpline-one',
      days: 30,
    });
    const { id, token } = (await issued.json()) as { id: string; token: string };
    const bearer = { authorization: `Bearer ${token}` };
    const article16 = { explanation: 'unlawful threat', goodFaith: true };
    const one = { language: 'es', text: CANARY, trustedFlagger: true, article16 };
    const batch = { reports: [{ ...one, ownReference: 'A-1' }, one] };
    const answer = await send('/v1/incident-report-batches', batch, bearer);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ receipts: [{ ownReference: 'A-1' }, {}] });
    const quota = await fetch(`${desk.url}/v1/intake-quota`, { headers: bearer });
    expect(await quota.json()).toEqual({ perDay: 500, sentToday: 2, judged: 0, substantiated: 0 });
    const claimed = await send('/v1/incident-reports', one);
    expect(await codeOf(claimed)).toBe('report.not-a-flagger');
    expect((await send('/v1/incident-report-batches', batch)).status).toBe(401);
    const revoked = await stella.browser.fetch(`${desk.url}/v1/tokens/${id}`, {
      method: 'DELETE',
      headers: { 'x-csrf-token': stella.csrf },
    });
    expect(revoked.status).toBe(204);
    expect((await send('/v1/incident-report-batches', batch, bearer)).status).toBe(401);
  });
});

describe('what somebody wrote', () => {
  it('lies nowhere in clear: neither in a table nor in a log', async () => {
    const { receipt } = await report();
    const database = openDatabase<IntakeTables>({ url: at.databaseUrl, applicationName: 'test' });
    const rows = await Promise.all([
      database.query.selectFrom('intake.report').selectAll().execute(),
      database.query.selectFrom('intake.message').selectAll().execute(),
    ]);
    await database.stop();
    const kept = JSON.stringify(rows) + desk.logs.join('');
    for (const secret of ['canary', 'thanks', receipt, receipt.replaceAll('-', '')]) {
      expect(kept).not.toContain(secret);
    }
  });
});

import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefenderRef, Sealed } from '@hrd-shield/contracts';
import {
  createDefenderSealer,
  createFolderKeyStore,
  dataKeysDir,
  loadKey,
  newDefenderRef,
} from '@hrd-shield/keys';
import { SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { type AuditTables, createAuditLog, openDatabase } from '@hrd-shield/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDefenderSealer } from '../../packages/cli/src/shell/open-defender-sealer.ts';
import { createShell } from '../../packages/cli/src/shell/shell.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { type DeskStage, stageDesk } from './desk-stage.ts';
import { signInByCommand } from './sign-in-by-command.ts';

const NOTE = 'canary words under seal';

let at: Installation;
let desk: DeskStage;
let dir: string;
let ref: DefenderRef;
let sealed: Sealed;

beforeAll(async () => {
  at = await createInstallation('command');
  dir = await mkdtemp(join(tmpdir(), 'command-'));
  const keyEncryptionKey = await loadKey(at.keysDir, 'kek');
  const keys = createFolderKeyStore({ dir: dataKeysDir(at.keysDir), keyEncryptionKey });
  ref = newDefenderRef();
  await keys.create(ref);
  sealed = await createDefenderSealer(keys).seal(ref, SEAL_PURPOSES.taskNote, Buffer.from(NOTE));
  desk = await stageDesk(at, { rosa: ['responder'], stella: ['steward'] });
});

afterAll(async () => {
  await desk.stop();
  await rm(dir, { recursive: true, force: true });
  at.remove();
});

/** What a command of this machine opens with the token in a file. */
async function opened(tokenFile: string): Promise<string> {
  const shell = createShell(
    {
      env: { SHIELD_DESK_URL: desk.url, SHIELD_DESK_TOKEN_FILE: tokenFile },
      stdin: (async function* () {})(),
      stdout: { write: () => undefined },
      stderr: { write: () => undefined },
    },
    true,
  );
  const sealer = await openDefenderSealer(shell, { what: 'a test', purpose: 'response' });
  return Buffer.from(await sealer.open(ref, SEAL_PURPOSES.taskNote, sealed)).toString();
}

const sessionWith = (token: string): Promise<Response> =>
  fetch(`${desk.url}/v1/session`, { headers: { authorization: `Bearer ${token}` } });

it('a command unseals under the name of whoever signed in, until their session is ended', async () => {
  const rosa = await signInByCommand(desk, dir, 'rosa');
  expect((await stat(rosa.out)).mode & 0o077).toBe(0);
  expect(await opened(rosa.out)).toBe(NOTE);
  const database = openDatabase<AuditTables>({ url: at.databaseUrl, applicationName: 'test' });
  const rows = await createAuditLog(database.query).rows(0, 1_000);
  await database.stop();
  const row = rows.find(({ entry }) => entry.act === 'content.unseal');
  expect(row?.entry).toMatchObject({
    principal: rosa.answer.principal,
    subject: ref,
    purpose: 'response',
  });
  const stella = await desk.signIn('stella');
  const ended = await stella.post(`/v1/people/${rosa.answer.principal}/revocation`);
  expect(await ended.json()).toEqual({ ended: 1 });
  await expect(opened(rosa.out)).rejects.toMatchObject({ code: 'access.bad-token' });
});

it('neither half of a token signs anybody in, and a program opens nothing', async () => {
  const [one, other] = [
    await signInByCommand(desk, dir, 'rosa'),
    await signInByCommand(desk, dir, 'stella'),
  ];
  const [, secret = '', code = ''] = one.token.split('.');
  const [, strange = ''] = other.token.split('.');
  const known = createHash('sha256').update(secret).digest('base64url');
  for (const token of [`c1.${strange}.${code}`, `c1.${known}.${code}`, code, secret]) {
    expect((await sessionWith(token)).status).toBe(401);
  }
  expect((await sessionWith(one.token)).status).toBe(200);
  await expect(opened(other.out)).rejects.toMatchObject({ code: 'access.refused' });
  const stella = await desk.signIn('stella');
  const issued = await stella.post('/v1/tokens', { role: 'defender', defender: ref, days: 1 });
  const { token } = (await issued.json()) as { token: string };
  const answer = await fetch(`${desk.url}/v1/unseal`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      purpose: 'response',
      items: [{ defender: ref, sealPurpose: SEAL_PURPOSES.taskNote, sealed }],
    }),
  });
  expect(answer.status).toBe(403);
});

it('a link that somebody else made sends the browser to its own machine alone', async () => {
  const challenge = createHash('sha256').update('of somebody else').digest('hex');
  const half = await fetch(`${desk.url}/v1/session/start?challenge=${challenge}`);
  expect(half.status).toBe(400);
  const out = await fetch(`${desk.url}/v1/session/start?port=80&challenge=${challenge}`);
  expect(out.status).toBe(400);
});

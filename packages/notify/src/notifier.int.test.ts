import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type DefenderRef,
  deriveId,
  type Notice,
  noticeId,
  type TaskId,
} from '@hrd-shield/contracts';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNotifier } from './create-notifier.ts';
import type { NotifyConfig } from './notify-config.ts';
import { signatureOf } from './webhook-channel.ts';

const NOW = 1_800_000_000_000;
const SECRET = 'a-secret-for-tests-with-enough-characters';
const task = deriveId('t', 'one') as TaskId;
const defender = deriveId('d', 'one') as DefenderRef;
const notice: Notice = {
  id: noticeId(task, 'shift-lead', 0),
  kind: 'task-waits',
  target: { kind: 'rung', rung: 'shift-lead' },
  task,
  dueAt: NOW + 3_600_000,
};

interface Mail {
  readonly to: readonly string[];
  readonly raw: string;
}

let mails: Mail[] = [];
let calls: { readonly body: string; readonly signature: string }[] = [];
let hookStatus = 200;
let smtp: SMTPServer;
let hooks: Server;

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.startsWith('gone')
          ? Object.assign(new RangeError('gone'), { responseCode: 550 })
          : null,
      ),
    onData: (stream, session, done) => {
      let raw = '';
      stream.on('data', (chunk: Buffer) => {
        raw += chunk.toString();
      });
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
  hooks = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      calls.push({ body, signature: String(request.headers['x-shield-signature']) });
      response.writeHead(hookStatus).end();
    });
  });
  await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', () => resolve()));
});

afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await new Promise<void>((resolve) => hooks.close(() => resolve()));
});

beforeEach(() => {
  mails = [];
  calls = [];
  hookStatus = 200;
});

function notifier(rungs: NotifyConfig['rungs'], smtpPort = portOf(smtp.server)) {
  const webhook = `http://127.0.0.1:${portOf(hooks)}/`;
  const config: NotifyConfig = {
    smtp: {
      host: '127.0.0.1',
      port: smtpPort,
      secure: false,
      plain: true,
      from: 'shield@example.org',
    },
    rungs,
    defender: [{ webhook, secret: SECRET }],
  };
  return { webhook, notifier: createNotifier(config, { now: () => NOW }) };
}

describe('a notice', () => {
  it('reaches a mailbox and says nothing but that something waits, and until when', async () => {
    const { notifier: at } = notifier({ 'shift-lead': [{ mail: 'lead@example.org' }] });
    const told = await at.send(notice);
    expect(told).toEqual({ notice: notice.id, state: 'delivered', channel: 'mail' });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toEqual(['lead@example.org']);
    expect(mails[0]?.raw).toContain('Something waits for your decision.');
    for (const word of [task, 'shift-lead', 'defender', 'HRD', 'guard']) {
      expect(mails[0]?.raw).not.toContain(word);
    }
  });

  it('goes over the next route when the first one fails', async () => {
    const { notifier: at, webhook } = notifier({});
    const routes = [{ mail: 'gone@example.org' }, { webhook, secret: SECRET }];
    const told = await notifier({ 'shift-lead': routes }).notifier.send(notice);
    expect(told).toEqual({ notice: notice.id, state: 'delivered', channel: 'webhook' });
    expect(mails).toEqual([]);
    expect(await at.send(notice)).toEqual({ notice: notice.id, state: 'no-channel' });
  });

  it('is signed, so that its receiver knows whose it is and when', async () => {
    const { notifier: at } = notifier({});
    const toDefender: Notice = {
      ...notice,
      kind: 'state-request',
      target: { kind: 'defender', defender },
    };
    expect(await at.send(toDefender)).toMatchObject({ state: 'delivered' });
    const [call] = calls;
    expect(call?.signature).toBe(signatureOf(SECRET, NOW / 1_000, call?.body ?? ''));
    expect(JSON.parse(call?.body ?? '')).toEqual({
      id: notice.id,
      kind: 'state-request',
      dueAt: notice.dueAt,
      defender,
    });
  });

  it('that nobody takes is an answer, not a fault', async () => {
    hookStatus = 500;
    const { notifier: at, webhook } = notifier({});
    expect(
      await notifier({ 'shift-lead': [{ webhook, secret: SECRET }] }).notifier.send(notice),
    ).toEqual({ notice: notice.id, state: 'failed', channel: 'webhook' });
    const away = notifier({ 'shift-lead': [{ mail: 'lead@example.org' }] }, 9).notifier;
    expect(await away.send(notice)).toEqual({
      notice: notice.id,
      state: 'failed',
      channel: 'mail',
    });
    expect(await at.send(notice)).toMatchObject({ state: 'no-channel' });
  });
});

import { connect } from 'node:net';
import { type DeskPurpose, deskDocument, STAFF_ROLES } from '@hrd-shield/contracts/desk';
import {
  createSessionStore,
  createTokenStore,
  type DeskTables,
  openDatabase,
} from '@hrd-shield/postgres';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, newSecretToken } from '../../services/desk/src/desk-secrets.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { arbitraryOf, HOSTILE, type Schema, spoilt } from './arbitrary-of-schema.ts';
import { type DeskStage, newKey, stageDesk } from './desk-stage.ts';

const DAY_MS = 86_400_000;
const RUNS = Number(process.env.SHIELD_FUZZ_RUNS ?? 4);
const SLOW_MS = 20_000;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

let at: Installation;
let desk: DeskStage;
/** Everybody who could reach a handler. */
const people: Record<string, string>[] = [{}];

beforeAll(async () => {
  at = await createInstallation('fuzz');
  desk = await stageDesk(at, {});
  const database = openDatabase<DeskTables>({ url: at.databaseUrl, applicationName: 'fuzz' });
  const sessions = createSessionStore(database.query);
  const now = Date.now();
  const times = { signedInAt: now, seenAt: now, expiresAt: now + DAY_MS };
  for (const roles of [STAFF_ROLES.filter((role) => role !== 'auditor'), ['auditor']]) {
    const token = newSecretToken();
    const responder = `r_${String(roles.length).padEnd(22, 'F')}` as never;
    await sessions.start({ digest: digestOf(token), responder, roles, ...times });
    const cookie = `shield-session=${token}`;
    const answer = await desk.server.inject({ url: '/v1/session', headers: { cookie } });
    const [csrf] = String(answer.headers['set-cookie']).split(';');
    people.push({ cookie: `${cookie}; ${csrf}`, 'x-csrf-token': answer.json().csrf as string });
  }
  for (const [role, of] of [
    ['partner', { partner: 'helpline-one' }],
    ['defender', { defender: 'd_AAAAAAAAAAAAAAAAAAAAAA' }],
  ] as const) {
    const token = newSecretToken();
    const id = `g_${role.padEnd(22, 'G')}`;
    await createTokenStore(database.query).add({
      ...(of as object),
      ...{ id, digest: digestOf(token), role, createdAt: now, expiresAt: now + DAY_MS },
    });
    people.push({ authorization: `Bearer ${token}` });
  }
  await database.stop();
});

afterAll(async () => {
  await desk.stop();
  at.remove();
});

const text = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
/** An address holds no half of a pair. */
const encoded = (value: string): string => encodeURIComponent(Buffer.from(value).toString());
/** A header holds no line break and no character above 255; what is sent has been through a parser. */
const header = (value: unknown): string =>
  text(value)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 2_000);

/** Requests to one operation: fitting, spoilt in one place, or hostile through and through. */
function requestsTo(
  path: string,
  method: string,
  operation: Operation,
): fc.Arbitrary<InjectOptions> {
  const valuesIn = (place: Parameter['in']) =>
    fc.record(
      Object.fromEntries(
        operation.parameters
          .filter((parameter) => parameter.in === place)
          .map(({ name, schema }) => [name, spoilt(arbitraryOf(schema))]),
      ),
    );
  const schema = operation.requestBody?.content['application/json']?.schema;
  const json = schema === undefined ? fc.constant(undefined) : spoilt(arbitraryOf(schema));
  const payload = fc.oneof(
    { weight: 5, arbitrary: json.map((body) => (body === undefined ? undefined : text(body))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '{"__proto__":{"admin":true}}',
        '{"constructor":{"prototype":{"x":1}}}',
        '{',
        '[[[['.repeat(2_000),
        '\u0000',
        'null',
        '"x"',
      ),
    },
  );
  const type = fc.constantFrom(
    ...['application/json', 'application/json', 'application/json', 'application/octet-stream'],
    ...['text/plain', 'multipart/form-data; boundary=x', 'application/json; charset=utf-7'],
  );
  const person = fc.constantFrom(...people);
  const purpose = fc.constantFrom<DeskPurpose | undefined>(
    'response',
    'intake',
    'oversight',
    undefined,
  );
  return fc
    .tuple(valuesIn('path'), valuesIn('query'), valuesIn('header'), payload, type, person, purpose)
    .map(([inPath, inQuery, inHeader, body, contentType, who, why]) => {
      const url = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
        encoded(text(inPath[name])),
      );
      const query = new URLSearchParams(
        Object.entries(inQuery).map(([name, value]): [string, string] => [name, text(value)]),
      ).toString();
      const headers = Object.fromEntries(
        Object.entries(inHeader).map(([name, value]) => [name, header(value)]),
      );
      return {
        method: method.toUpperCase() as 'GET',
        url: query === '' ? url : `${url}?${query}`,
        headers: {
          'idempotency-key': newKey(),
          ...headers,
          ...(body === undefined ? {} : { 'content-type': contentType }),
          ...(why === undefined ? {} : { 'x-shield-purpose': why }),
          ...who,
        },
        ...(body === undefined ? {} : { payload: body }),
      };
    });
}

/** No fault, no word of the inside, no echo, in time. */
async function holds(request: InjectOptions): Promise<void> {
  const startedAt = performance.now();
  const answer = await desk.server.inject(request);
  const about = `${request.method} ${String(request.url).slice(0, 200)} ${answer.body.slice(0, 300)}`;
  const isAway = answer.statusCode === 503 && answer.body.includes('attachment.not-scanned');
  expect(answer.statusCode < 500 || isAway, about).toBe(true);
  expect(performance.now() - startedAt, about).toBeLessThan(SLOW_MS);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  if (answer.statusCode < 400) return;
  expect(String(answer.headers['content-type'])).toContain('application/problem+json');
  expect(answer.body).not.toMatch(
    /node_modules|\bat [\w.<>]+ \(|Error:|canary-hostile|SELECT|kysely/i,
  );
}

const document = deskDocument() as { readonly paths: Paths };
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('every route takes whatever is sent to it', () => {
  it.each(operations.map((each) => [each.operation.operationId, each] as const))(
    '%s',
    async (act, { method, operation, path }) => {
      // Signing out and signing others out would end the fuzzing.
      if (act === 'endSession') return;
      const requests = requestsTo(path, method, operation);
      await fc.assert(fc.asyncProperty(requests, holds), { numRuns: RUNS, endOnFailure: true });
    },
    300_000,
  );

  it('at addresses that are none', async () => {
    const paths = ['/', '/v1', '/v1/tasks/', '/v1/%', '/v1/tasks/%00', '/v1/tasks/%ff', '/../etc'];
    for (const url of [...paths, `/v1/${'a/'.repeat(500)}`, '/v1/tasks?limit=1&limit=2']) {
      await holds({ method: 'GET', url });
    }
    await fc.assert(
      fc.asyncProperty(HOSTILE, (value) =>
        holds({ method: 'GET', url: `/v1/${encoded(text(value))}` }),
      ),
      { numRuns: RUNS },
    );
  });

  it('as raw bytes on the socket', async () => {
    const { port } = new URL(desk.url);
    for (const bytes of [
      'GET / HTTP/9.9\r\n\r\n',
      'POST /v1/appeals HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /',
      `GET /v1/tasks HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      '\u0000\u0001\u0002\r\n\r\n',
    ]) {
      const answer = await new Promise<string>((resolve, reject) => {
        const to = { host: '127.0.0.1', port: Number(port), timeout: SLOW_MS };
        const socket = connect(to, () => socket.write(bytes));
        let heard = '';
        socket.on('timeout', () => socket.destroy(new RangeError('no answer')));
        socket.on('data', (data) => (heard += data.toString('latin1')));
        socket.on('close', () => resolve(heard));
        socket.on('error', reject);
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d/);
      expect(answer).not.toMatch(/node_modules|Error:/);
    }
  });

  it('and nothing that was sent is in a log', () => {
    expect(desk.logs.join('')).not.toMatch(/canary-hostile|etc\/passwd|jndi/);
  });
});

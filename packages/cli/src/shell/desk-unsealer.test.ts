import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DefenderRef, Sealed } from '@hrd-shield/contracts';
import { afterEach, expect, it } from 'vitest';
import { createDeskUnsealer } from './desk-unsealer.ts';

const REF = `d_${'A'.repeat(22)}` as DefenderRef;
const SEALED = 's1.dk1.AAAAAAAAAAAAAAAA.sealed' as Sealed;
let server: Server;

afterEach(() => void server.close());

/** A desk of this protocol, to see what is asked of it. */
async function deskThat(status: number, body: object) {
  const asked: { headers: Record<string, unknown>; body: unknown }[] = [];
  server = createServer((request, reply) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      asked.push({ headers: request.headers, body: JSON.parse(text) });
      reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const unsealer = createDeskUnsealer({ url, token: 'the-token-of-somebody', purpose: 'response' });
  return { asked, unsealer };
}

it('asks the desk under the identity of the caller, with the purpose', async () => {
  const { asked, unsealer } = await deskThat(200, { items: [{ plain: 'aGVsbG8=' }] });
  expect(Buffer.from(await unsealer.open(REF, 'task-note', SEALED)).toString()).toBe('hello');
  expect(asked[0]?.headers.authorization).toBe('Bearer the-token-of-somebody');
  expect(asked[0]?.body).toEqual({
    purpose: 'response',
    items: [{ defender: REF, sealPurpose: 'task-note', sealed: SEALED }],
  });
});

it.each([
  [200, { items: [{ code: 'seal.unknown-key' }] }, 'seal.unknown-key'],
  [200, { items: [] }, 'keys.unavailable'],
  [401, {}, 'access.bad-token'],
  [403, {}, 'access.refused'],
  [503, {}, 'keys.unavailable'],
])('an answer %i %j is the refusal %s', async (status, body, code) => {
  const { unsealer } = await deskThat(status, body);
  await expect(unsealer.open(REF, 'task-note', SEALED)).rejects.toMatchObject({ code });
});

import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ShieldError } from '@hrd-shield/contracts';
import { setting, urlOf } from '@hrd-shield/runtime';
import type { Command } from 'commander';
import type { Shell } from '../shell/shell.ts';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;
/** How long a person has to sign in; as long as the desk remembers that somebody began. */
const WAIT_MS = 600_000;
const CODE = /^[\w-]{43}$/;

const SETTINGS_HERE = {
  deskUrl: setting('SHIELD_DESK_URL', urlOf('http', 'https'), 'the desk at which you sign in'),
};

/**
 * `sign-in`: a token of one's own for the commands of this machine. Half of it never leaves the
 * machine and half comes through the person's browser, so neither a link that somebody sends nor
 * whoever reads the browser's history is signed in.
 *
 * @source RFC 8252, sections 7.3 and 8.1: loopback redirection, with proof of who began
 */
export function registerSignIn(program: Command, shell: Shell): void {
  program
    .command('sign-in')
    .description('sign in at the desk with your browser, for commands that unseal through it')
    .requiredOption('--out <file>', 'where the token is written, for SHIELD_DESK_TOKEN_FILE')
    .action(({ out }: { readonly out: string }) => signIn(out, shell));
}

async function signIn(out: string, shell: Shell): Promise<void> {
  const { deskUrl } = await shell.settings(SETTINGS_HERE);
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const code = await codeFromBrowser(secret, deskUrl, shell);
  const token = `c1.${secret}.${code}`;
  const url = new URL('/v1/session', deskUrl);
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(
    () => undefined,
  );
  if (answer?.ok !== true) throw new ShieldError('access.sign-in-failed');
  const { expiresAt, principal } = (await answer.json()) as {
    expiresAt: number;
    principal: string;
  };
  try {
    await writeFile(out, `${token}\n`, { mode: OWNER_ONLY });
  } catch (cause) {
    throw new ShieldError('keys.unavailable', { cause, detail: `${out} cannot be written` });
  }
  shell.answer({ principal, expiresAt, path: out }, [
    `signed in as ${principal} until ${new Date(expiresAt).toISOString()}`,
    `set SHIELD_DESK_TOKEN_FILE=${out}`,
  ]);
}

/** Waits on loopback until the desk sends the browser back. */
async function codeFromBrowser(secret: string, deskUrl: string, shell: Shell): Promise<string> {
  const { code, server, settle } = listener();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const start = new URL('/v1/session/start', deskUrl);
  start.searchParams.set('port', String((server.address() as AddressInfo).port));
  start.searchParams.set('challenge', createHash('sha256').update(secret).digest('hex'));
  shell.note(`open in a browser on this machine: ${start.href}`);
  const late = setTimeout(() => settle(undefined), WAIT_MS);
  const came = await code;
  clearTimeout(late);
  server.close();
  server.closeIdleConnections();
  if (came === undefined) throw new ShieldError('access.sign-in-failed');
  return came;
}

function listener() {
  let settle: (code: string | undefined) => void = () => undefined;
  const code = new Promise<string | undefined>((resolve) => {
    settle = resolve;
  });
  const server = createServer((request, reply) => {
    const given = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('code') ?? '';
    const isCode = CODE.test(given);
    reply.writeHead(isCode ? 200 : 404, { 'content-type': 'text/plain', connection: 'close' });
    reply.end(isCode ? 'Signed in. You can close this window.\n' : 'Nothing is here.\n');
    if (isCode) settle(given);
  });
  return { code, server, settle };
}

import { randomBytes } from 'node:crypto';
import { type ErrorCode, ShieldError } from '@hrd-shield/contracts';
import { Problem } from '@hrd-shield/contracts/desk';
import { secret, setting, text, urlOf } from '@hrd-shield/runtime';
import type { z } from 'zod';
import type { Shell } from './shell.ts';

const DESK_SETTINGS = {
  deskUrl: setting('SHIELD_DESK_URL', urlOf('http', 'https'), 'the desk at which you signed in'),
  deskToken: secret(
    'SHIELD_DESK_TOKEN',
    text(4_096).min(20, 'a token'),
    'your token, as sign-in wrote it; better as SHIELD_DESK_TOKEN_FILE',
  ),
};
const TIMEOUT_MS = 30_000;
const KEY_BYTES = 16;

/** One request to the desk, under the identity of whoever signed in. */
export interface DeskAsked<Reply> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object | undefined;
  /** Why, a purpose of the desk. */
  readonly purpose?: string | undefined;
  readonly reply: z.ZodType<Reply>;
}

/** What the desk said: it decides who may, and writes the audit row before it answers. */
export type DeskSaid<Reply> =
  | { readonly ok: true; readonly value: Reply }
  | { readonly ok: false; readonly code: ErrorCode };

/**
 * Asks the desk once. A request that changes something has a key of its own, so that it is done
 * once however often the network repeats it.
 * @throws ShieldError `config.invalid` | `desk.unavailable`
 */
export async function askDesk<Reply>(
  shell: Shell,
  { body, method, path, purpose, reply }: DeskAsked<Reply>,
): Promise<DeskSaid<Reply>> {
  const { deskToken, deskUrl } = await shell.settings(DESK_SETTINGS);
  let status: number;
  let said: unknown;
  try {
    const answer = await fetch(new URL(path, deskUrl), {
      method,
      headers: {
        authorization: `Bearer ${deskToken}`,
        ...(method === 'POST' && {
          'idempotency-key': randomBytes(KEY_BYTES).toString('hex'),
        }),
        ...(body && { 'content-type': 'application/json' }),
        ...(purpose && { 'x-shield-purpose': purpose }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    status = answer.status;
    said = await answer.json();
  } catch (cause) {
    throw new ShieldError('desk.unavailable', { cause });
  }
  const done = reply.safeParse(said);
  if (status < 400 && done.success) return { ok: true, value: done.data };
  const problem = Problem.safeParse(said);
  if (problem.success) return { ok: false, code: problem.data.code };
  throw new ShieldError('desk.unavailable', { detail: `the desk answers ${status}` });
}

import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { loadKey, type ResponderPrincipal, readResponderToken } from '@hrd-shield/keys';

/** Bits of the file mode that let others read. */
const OTHERS = 0o077;
const OWNER_ONLY = 0o600;

/** The token of whoever is signed in lies beside the keyring of the local stack. */
export function tokenFileOf(keysDir: string): string {
  return join(dirname(keysDir), 'responder.token');
}

/**
 * Keeps the token of whoever signs in, readable by the owner of the file alone.
 *
 * @returns the file
 * @throws ShieldError `keys.unavailable`
 */
export async function keepToken(keysDir: string, token: string): Promise<string> {
  const path = tokenFileOf(keysDir);
  try {
    await writeFile(path, `${token}\n`, { mode: OWNER_ONLY });
  } catch (cause) {
    throw new ShieldError('keys.unavailable', { cause, detail: `${path} cannot be written` });
  }
  return path;
}

/**
 * Who is signed in.
 * @throws ShieldError `access.no-token` | `access.bad-token` | `keys.unavailable`
 */
export async function signedIn(keysDir: string, now: number): Promise<ResponderPrincipal> {
  const path = tokenFileOf(keysDir);
  const token = await readFile(path, 'utf8').catch(() => undefined);
  if (token === undefined) throw new ShieldError('access.no-token');
  const { mode } = await stat(path);
  if ((mode & OTHERS) !== 0) {
    throw new ShieldError('access.bad-token', { detail: 'others can read the token file' });
  }
  return readResponderToken(await loadKey(keysDir, 'token'), token, now);
}

import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import {
  createDefenderSealer,
  createFolderKeyStore,
  dataKeysDir,
  isLocalKeyring,
  loadKey,
} from '@hrd-shield/keys';
import type { DefenderSealer } from '@hrd-shield/pipeline';
import { SETTINGS, secret, setting, text, urlOf } from '@hrd-shield/runtime';
import { createDeskUnsealer } from './desk-unsealer.ts';
import type { Shell } from './shell.ts';

/** One line for each time that a person opened what was sealed. */
const AUDIT_FILE = 'unseal-audit.ndjson';

const DESK_SETTINGS = {
  deskUrl: setting(
    'SHIELD_DESK_URL',
    urlOf('http', 'https').optional(),
    'the desk, through which everything is opened outside the local stack',
  ),
  deskToken: secret(
    'SHIELD_DESK_TOKEN',
    text(4_096).min(20, 'a token').optional(),
    'token of whoever asks the desk; better as SHIELD_DESK_TOKEN_FILE',
  ),
};

/** What is opened, and why. */
export interface Opening {
  /** Command and subject, as recorded. */
  readonly what: string;
  /** A purpose of the desk. */
  readonly purpose: string;
  /** More than one case: an export, which two people decide at the desk. */
  readonly isBulk?: boolean;
}

/**
 * Opens what is sealed, for one command. Through the desk, under the caller's identity, where there
 * is one; with the keyring of the local stack else. The record is written first: where it cannot be
 * written, nothing is opened.
 * @throws ShieldError `keys.unavailable` | `access.no-token` | `access.needs-second-person`
 */
export async function openDefenderSealer(shell: Shell, opening: Opening): Promise<DefenderSealer> {
  const { deskToken, deskUrl } = await shell.settings(DESK_SETTINGS);
  if (deskUrl !== undefined) {
    if (opening.isBulk === true) throw new ShieldError('access.needs-second-person');
    if (deskToken === undefined) throw new ShieldError('access.no-token');
    return createDeskUnsealer({ url: deskUrl, token: deskToken, purpose: opening.purpose });
  }
  const keysDir = await recordAccess(shell, opening);
  const keyEncryptionKey = await loadKey(keysDir, 'kek');
  return createDefenderSealer(
    createFolderKeyStore({ dir: dataKeysDir(keysDir), keyEncryptionKey }),
  );
}

/**
 * Records, beside the keys of the local stack, that somebody looks at what is sealed or at more
 * than one case.
 * @returns the folder of the keys
 * @throws ShieldError `config.invalid` outside the local stack | `keys.unavailable` when the record
 *   cannot be written
 */
export async function recordAccess(
  shell: Shell,
  { isBulk, purpose, what }: Opening,
): Promise<string> {
  const { deskUrl } = await shell.settings(DESK_SETTINGS);
  if (deskUrl !== undefined) throw new ShieldError('access.needs-second-person');
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const at = new Date().toISOString();
  const line = JSON.stringify({ at, what, purpose, ...(isBulk === true && { bulk: true }) });
  try {
    await appendFile(join(keysDir, AUDIT_FILE), `${line}\n`, { mode: 0o600 });
  } catch (cause) {
    const detail = 'the record of opening sealed content cannot be written';
    throw new ShieldError('keys.unavailable', { cause, detail });
  }
  if (!(await isLocalKeyring(keysDir))) {
    const detail = 'outside the local stack set SHIELD_DESK_URL: people unseal through the desk';
    throw new ShieldError('config.invalid', { detail });
  }
  return keysDir;
}

import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { createDefenderSealer, createFolderKeyStore, dataKeysDir, loadKey } from '@hrd-shield/keys';
import type { DefenderSealer } from '@hrd-shield/pipeline';
import { SETTINGS } from '@hrd-shield/runtime';
import type { Shell } from './shell.ts';

/** One line for each time that a person opened what was sealed. */
const AUDIT_FILE = 'unseal-audit.ndjson';

/**
 * Opens the data keys of defenders for one command. The record of it is written first: where it
 * cannot be written, nothing is opened.
 * @param what command and purpose, as recorded
 * @throws ShieldError `keys.unavailable`
 */
export async function openDefenderSealer(shell: Shell, what: string): Promise<DefenderSealer> {
  const keysDir = await recordAccess(shell, what);
  const keyEncryptionKey = await loadKey(keysDir, 'kek');
  return createDefenderSealer(
    createFolderKeyStore({ dir: dataKeysDir(keysDir), keyEncryptionKey }),
  );
}

/**
 * Records, beside the keys, that somebody looks at more than one case.
 * @returns the folder of the keys
 * @throws ShieldError `keys.unavailable` when the record cannot be written
 */
export async function recordAccess(shell: Shell, what: string): Promise<string> {
  const { keysDir } = await shell.settings({ keysDir: SETTINGS.keysDir });
  const line = JSON.stringify({ at: new Date().toISOString(), what });
  try {
    await appendFile(join(keysDir, AUDIT_FILE), `${line}\n`, { mode: 0o600 });
  } catch (cause) {
    const detail = 'the record of opening sealed content cannot be written';
    throw new ShieldError('keys.unavailable', { cause, detail });
  }
  return keysDir;
}

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { AES_KEY_BYTES } from './aes-seal.ts';
import { codeOf } from './code-of.ts';
import { keyText, parseKey } from './key-text.ts';
import { loadKey } from './local-keyring.ts';
import { orKeysUnavailable } from './or-keys-unavailable.ts';

/** The key before the one that seals today; there between a rotation and its end. */
export const PAYLOAD_BEFORE = 'payload-before';

const NEWEST = 'payload.key';
const BEFORE = `${PAYLOAD_BEFORE}.key`;

/**
 * Keys of workflow payloads, the one that seals first; a second one opens what was sealed before
 * the last rotation.
 * @throws ShieldError `keys.unavailable`
 */
export async function loadPayloadKeys(
  dir: string,
): Promise<readonly [Uint8Array, ...Uint8Array[]]> {
  const newest = await loadKey(dir, 'payload');
  const before = await loadPayloadBefore(dir);
  return before === undefined ? [newest] : [newest, before];
}

/** @returns undefined where no rotation is under way @throws ShieldError `keys.unavailable` */
export async function loadPayloadBefore(dir: string): Promise<Uint8Array | undefined> {
  let text: string;
  try {
    text = await readFile(join(dir, BEFORE), 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new ShieldError('keys.unavailable', { cause });
  }
  return parseKey(text, PAYLOAD_BEFORE, AES_KEY_BYTES);
}

/** @throws ShieldError `keys.unavailable` */
export async function writePayloadBefore(dir: string, bytes: Uint8Array): Promise<void> {
  await orKeysUnavailable(
    () => writeFile(join(dir, BEFORE), keyText(bytes), { mode: 0o600 }),
    `${PAYLOAD_BEFORE} cannot be written`,
  );
}

/**
 * Gives the payload key a successor; processes take it up when they start again. The old one stays
 * beside it and opens until it is dropped; only one rotation is under way at a time.
 * @throws ShieldError `keys.unavailable`
 */
export async function rotatePayloadKey(dir: string): Promise<void> {
  await loadKey(dir, 'payload');
  const made = join(dir, `${NEWEST}.new`);
  try {
    await copyFile(join(dir, NEWEST), join(dir, BEFORE), constants.COPYFILE_EXCL);
    await writeFile(made, keyText(randomBytes(AES_KEY_BYTES)), { mode: 0o600 });
    await rename(made, join(dir, NEWEST));
  } catch (cause) {
    const detail = codeOf(cause) === 'EEXIST' ? 'the rotation before has not ended' : undefined;
    throw new ShieldError('keys.unavailable', { cause, ...(detail && { detail }) });
  }
}

/**
 * Ends a rotation: what only the old key opened is gone.
 * @throws ShieldError `keys.unavailable` when the file may still be there
 */
export async function dropPayloadBefore(dir: string): Promise<void> {
  await orKeysUnavailable(
    () => rm(join(dir, BEFORE), { force: true }),
    `${PAYLOAD_BEFORE} cannot be dropped`,
  );
}

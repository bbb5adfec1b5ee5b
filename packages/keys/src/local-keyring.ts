import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { TAG_SEED_BYTES } from './account-tag.ts';
import { AES_KEY_BYTES } from './aes-seal.ts';
import { newAuditKeyPair } from './audit-root-signer.ts';
import { codeOf } from './code-of.ts';
import { keyText, parseKey } from './key-text.ts';
import { orKeysUnavailable } from './or-keys-unavailable.ts';
import { newPlatformKeyPair, type PlatformKey } from './platform-box.ts';

/**
 * Files of the keyring and their lengths, bytes. Who loads which is written in `key-holders.ts`.
 */
const KEY_FILES = {
  kek: AES_KEY_BYTES,
  digest: 32,
  'tag-seed': TAG_SEED_BYTES,
  pseudonym: 32,
  screening: AES_KEY_BYTES,
  protection: AES_KEY_BYTES,
  payload: AES_KEY_BYTES,
  publication: AES_KEY_BYTES,
  token: 32,
  'platform-public': 32,
  'platform-private': 32,
  'audit-public': 32,
  'audit-private': 32,
} as const;
export type KeyName = keyof typeof KEY_FILES;

/** Stands in every digest that the key of this keyring makes, so that a rotation is seen. */
export const DIGEST_KEY_VERSION = 'dg1';
const PLATFORM_KEY_ID = 'pf1';

/**
 * Makes every key file of a local installation that is missing, readable by the owner alone.
 * Production mounts secrets of a key service in the same layout.
 *
 * @returns the folder of data keys
 * @throws ShieldError `keys.unavailable`
 */
export async function createLocalKeyring(dir: string): Promise<string> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await writePair(dir, 'platform', newPlatformKeyPair());
    await writePair(dir, 'audit', newAuditKeyPair());
    for (const [name, bytes] of Object.entries(KEY_FILES)) {
      if (!/-(public|private)$/.test(name)) {
        await writeNew(dir, name as KeyName, randomBytes(bytes));
      }
    }
    await mkdir(dataKeysDir(dir), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new ShieldError('keys.unavailable', { cause });
  }
  return dataKeysDir(dir);
}

/**
 * Whether this is a whole ring, the platform's side included, as only the local stack has it. A
 * process in production has its own keys alone, and a person none.
 */
export async function isLocalKeyring(dir: string): Promise<boolean> {
  return access(fileOf(dir, 'platform-private')).then(
    () => true,
    () => false,
  );
}

/** Folder with one wrapped data key a defender. */
export function dataKeysDir(dir: string): string {
  return join(dir, 'data-keys');
}

/**
 * Loads one key of the ring. A service loads only those that it needs.
 * @throws ShieldError `keys.unavailable` when it is missing or has another length
 */
export async function loadKey(dir: string, name: KeyName): Promise<Uint8Array> {
  const text = await orKeysUnavailable(
    () => readFile(fileOf(dir, name), 'utf8'),
    `key file ${name} cannot be read`,
  );
  return parseKey(text, name, KEY_FILES[name]);
}

/** One side of the box to the platform. @throws ShieldError `keys.unavailable` */
export async function loadPlatformKey(
  dir: string,
  side: 'public' | 'private',
): Promise<PlatformKey> {
  return { keyId: PLATFORM_KEY_ID, bytes: await loadKey(dir, `platform-${side}`) };
}

/** Writes one key of the ring. @throws ShieldError `keys.unavailable` */
export async function writeKey(dir: string, name: KeyName, bytes: Uint8Array): Promise<void> {
  await orKeysUnavailable(
    () => writeFile(fileOf(dir, name), keyText(bytes), { mode: 0o600 }),
    `${name} cannot be written`,
  );
}

/** Versions of one key that a ring may hold over its life. */
export const KEY_VERSIONS_MAX = 64;

/**
 * A version of a key that rotates; version 1 is the file without a number.
 * @returns undefined when the ring does not hold it
 * @throws ShieldError `keys.unavailable` when it cannot be read or has another length
 */
export function loadKeyVersion(
  dir: string,
  name: KeyName,
  version: number,
): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(versionFile(dir, name, version), 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new ShieldError('keys.unavailable', { cause });
  }
  return parseKey(text, name, KEY_FILES[name]);
}

/**
 * Adds a new version of a key; the earlier ones stay until they are destroyed.
 * @returns its number, at most `KEY_VERSIONS_MAX`
 * @throws ShieldError `keys.unavailable`
 */
export async function rotateKey(dir: string, name: KeyName): Promise<number> {
  let newest = KEY_VERSIONS_MAX;
  while (newest >= 1 && loadKeyVersion(dir, name, newest) === undefined) newest -= 1;
  if (newest === 0) {
    throw new ShieldError('keys.unavailable', { detail: `the ring holds no ${name}` });
  }
  // A version beyond the bound is one that nobody looks for.
  if (newest === KEY_VERSIONS_MAX) {
    const detail = `${name} has had all its ${KEY_VERSIONS_MAX} versions`;
    throw new ShieldError('keys.unavailable', { detail });
  }
  const next = newest + 1;
  const text = keyText(randomBytes(KEY_FILES[name]));
  await orKeysUnavailable(
    () => writeFile(versionFile(dir, name, next), text, { flag: 'wx', mode: 0o600 }),
    `version ${next} of ${name} cannot be written`,
  );
  return next;
}

/**
 * Ends the overlap: what only this version opens or recognises is gone.
 * @throws ShieldError `keys.unavailable` when the file may still be there
 */
export async function destroyKeyVersion(
  dir: string,
  name: KeyName,
  version: number,
): Promise<void> {
  await orKeysUnavailable(
    () => rm(versionFile(dir, name, version), { force: true }),
    `version ${version} of ${name} cannot be destroyed`,
  );
}

function versionFile(dir: string, name: KeyName, version: number): string {
  return version === 1 ? fileOf(dir, name) : join(dir, `${name}-${version}.key`);
}

function fileOf(dir: string, name: KeyName): string {
  return join(dir, `${name}.key`);
}

interface RawPair {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

async function writePair(dir: string, name: 'platform' | 'audit', pair: RawPair): Promise<void> {
  const isNew = await writeNew(dir, `${name}-private`, pair.privateKey);
  if (isNew) await writeNew(dir, `${name}-public`, pair.publicKey);
}

/** @returns false when the file was there: it stays as it is */
async function writeNew(dir: string, name: KeyName, bytes: Uint8Array): Promise<boolean> {
  try {
    await writeFile(fileOf(dir, name), keyText(bytes), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  }
}

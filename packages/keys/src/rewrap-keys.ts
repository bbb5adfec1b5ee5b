import { randomBytes } from 'node:crypto';
import { mkdir, open as openFile, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ShieldError } from '@hrd-shield/contracts';
import { AES_KEY_BYTES, open, type SealPlace, seal } from './aes-seal.ts';
import { codeOf } from './code-of.ts';
import { keyText, parseKey } from './key-text.ts';

/** Keys that wrap one key a defender, with the folder and the words of each seal. */
export const WRAPPING_KEYS = {
  kek: { folder: 'data-keys', keyId: 'kek1', purpose: 'data-key' },
  screening: { folder: 'screening-keys', keyId: 'sk1', purpose: 'part-key' },
  protection: { folder: 'protection-keys', keyId: 'pk1', purpose: 'part-key' },
} as const;
export type WrappingKey = keyof typeof WRAPPING_KEYS;

export interface Rewrapped {
  /** Keys of single defenders that are under the new key now. */
  readonly moved: number;
  /** Those that an earlier, interrupted run had moved. */
  readonly before: number;
}

const ENDING = '.key';

/**
 * Gives a wrapping key a successor and wraps every key of a defender anew; the keys themselves, and
 * all that is sealed under them, stay as they are. Services are stopped meanwhile. Interrupted at
 * any point, it goes on where it was: the successor lies beside the old key until the last entry is
 * moved, and takes its place then.
 *
 * @throws ShieldError `keys.unavailable` | `seal.broken` when an entry opens under neither key
 */
export async function rewrapKeys(keysDir: string, name: WrappingKey): Promise<Rewrapped> {
  const { folder, keyId, purpose } = WRAPPING_KEYS[name];
  const dir = join(keysDir, folder);
  const current = join(keysDir, `${name}${ENDING}`);
  const successor = join(keysDir, `${name}-next${ENDING}`);
  try {
    const from = await readKey(current, name);
    const to = await readOrMake(successor, `${name}-next`);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    let [moved, before] = [0, 0];
    for (const file of await readdir(dir)) {
      if (!file.endsWith(ENDING)) continue;
      const place = { keyId, purpose, context: file.slice(0, -ENDING.length) };
      const wrapped = await readFile(join(dir, file), 'utf8');
      if (opened(to, place, wrapped) !== undefined) {
        before += 1;
        continue;
      }
      await replace(join(dir, file), seal(to, place, open(from, place, wrapped)));
      moved += 1;
    }
    await rename(successor, current);
    return { moved, before };
  } catch (cause) {
    if (cause instanceof ShieldError) throw cause;
    throw new ShieldError('keys.unavailable', { cause });
  }
}

function opened(key: Uint8Array, place: SealPlace, wrapped: string): Uint8Array | undefined {
  try {
    return open(key, place, wrapped);
  } catch (error) {
    if (error instanceof ShieldError && error.code === 'seal.broken') return undefined;
    throw error;
  }
}

async function readKey(path: string, name: string): Promise<Uint8Array> {
  return parseKey(await readFile(path, 'utf8'), name, AES_KEY_BYTES);
}

/**
 * A successor that is there stays, readable or not: entries that an interrupted run has moved open
 * under it alone.
 */
async function readOrMake(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readKey(path, name);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return makeKey(path);
    throw cause;
  }
}

async function makeKey(path: string): Promise<Uint8Array> {
  const bytes = randomBytes(AES_KEY_BYTES);
  await replace(path, keyText(bytes));
  return bytes;
}

/** Whole or not at all, also when the machine stops. */
async function replace(path: string, text: string): Promise<void> {
  const beside = `${path}.new`;
  const file = await openFile(beside, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}

import { createSecretKey, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DefenderRef, ShieldError } from '@hrd-shield/contracts';
import type { KeyStore } from '@hrd-shield/pipeline';
import { AES_KEY_BYTES, open as openSeal, seal } from './aes-seal.ts';
import { codeOf } from './code-of.ts';
import { LentKeys } from './lent-keys.ts';

export interface FolderKeyStoreConfig {
  readonly dir: string;
  /** Wraps every data key; unwrapped once at start. */
  readonly keyEncryptionKey: Uint8Array;
  /** Data keys kept in memory. Default 100000. */
  readonly cacheEntriesMax?: number;
  /** A key is kept this long and then read again, so that an erasure elsewhere takes hold, ms. */
  readonly cacheMs?: number;
}

/** Of everybody to whom something happens within the time that a key is kept. */
const CACHE_ENTRIES_MAX = 100_000;
/** @source architecture notes, section 1: a withdrawal stops processing within 60 s */
const CACHE_MS = 30_000;
const ENDING = '.key';
const KEY_ID = 'kek1';

/**
 * One file a defender holds the wrapped data key. Removing it makes everything sealed under the
 * key unreadable, wherever copies lie. The name is the reference; the content says nothing.
 */
export function createFolderKeyStore(config: FolderKeyStoreConfig): KeyStore {
  const cache = new LentKeys({
    entriesMax: config.cacheEntriesMax ?? CACHE_ENTRIES_MAX,
    lentMs: config.cacheMs ?? CACHE_MS,
    now: () => performance.now(),
  });
  const kek = createSecretKey(config.keyEncryptionKey);
  const place = (defender: string) => ({ keyId: KEY_ID, purpose: 'data-key', context: defender });
  // A reference that is not one could name another file.
  const pathOf = (defender: string) => join(config.dir, DefenderRef.parse(defender) + ENDING);

  return {
    async create(defender) {
      await mkdir(config.dir, { recursive: true, mode: 0o700 });
      const wrapped = seal(kek, place(defender), randomBytes(AES_KEY_BYTES));
      try {
        const file = await open(pathOf(defender), 'wx', 0o600);
        try {
          await file.writeFile(wrapped);
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (cause) {
        // The key that is there stays: a second one would orphan what the first has sealed.
        if (codeOf(cause) !== 'EEXIST') throw new ShieldError('keys.unavailable', { cause });
      }
    },
    async get(defender) {
      const lent = cache.get(defender);
      if (lent !== undefined) return lent;
      const wrapped = readIfThere(pathOf(defender));
      if (wrapped === undefined) {
        cache.takeBack(defender);
        return undefined;
      }
      const key = openSeal(kek, place(defender), wrapped);
      cache.lend(defender, key);
      return key;
    },
    async destroy(defender) {
      cache.takeBack(defender);
      try {
        await rm(pathOf(defender), { force: true });
      } catch (cause) {
        throw new ShieldError('keys.unavailable', { cause });
      }
    },
  };
}

/** In step: the way through the threads of the pool takes twenty times the processor's time. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    // A folder that is not there tells of a disk that is away, and of no erasure.
    if (codeOf(cause) === 'ENOENT' && existsSync(dirname(path))) return undefined;
    throw new ShieldError('keys.unavailable', { cause });
  }
}

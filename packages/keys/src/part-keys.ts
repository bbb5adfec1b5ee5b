import { createSecretKey, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DefenderRef, ShieldError } from '@hrd-shield/contracts';
import { AES_KEY_BYTES, open, seal } from './aes-seal.ts';
import { codeOf } from './code-of.ts';

/** One key a designation for one of its parts; without it old copies of the part say nothing. */
export interface PartKeys {
  /** Makes the key unless it is there. @throws ShieldError `keys.unavailable` */
  create(ref: DefenderRef): Uint8Array;
  /**
   * @returns undefined when it was destroyed or never made
   * @throws ShieldError `keys.unavailable` | `seal.broken`
   */
  get(ref: DefenderRef): Uint8Array | undefined;
  /** @throws ShieldError `keys.unavailable` */
  destroy(ref: DefenderRef): void;
}

export interface PartKeysConfig {
  readonly dir: string;
  /** Wraps every key of the folder; its id names it in the files. */
  readonly wrapping: { readonly keyId: string; readonly key: Uint8Array };
}

/**
 * Keys of single designations in a folder. Read without a cache, so that an erasure takes hold at
 * once, and in step with the log, since records are taken in order: about 50 µs each.
 */
export function createPartKeys({ dir, wrapping }: PartKeysConfig): PartKeys {
  // Made once: the cipher would copy the bytes for every key that it opens.
  const wrappingKey = createSecretKey(wrapping.key);
  const place = (ref: string) => ({ keyId: wrapping.keyId, purpose: 'part-key', context: ref });
  // A reference that is not one could name another file.
  const pathOf = (ref: string): string => join(dir, `${DefenderRef.parse(ref)}.key`);

  function get(ref: DefenderRef): Uint8Array | undefined {
    const wrapped = orUnavailable(() => readFileSync(pathOf(ref), 'utf8'), 'ENOENT');
    if (wrapped !== undefined) return open(wrappingKey, place(ref), wrapped);
    // A folder that is not there tells of a disk that is away, and of no erasure.
    if (existsSync(dir)) return undefined;
    throw new ShieldError('keys.unavailable', {
      detail: 'the folder of keys of parts is not there',
    });
  }

  return {
    get,
    create(ref) {
      const fresh = randomBytes(AES_KEY_BYTES);
      const made = orUnavailable(() => {
        mkdirSync(dir, { recursive: true, mode: 0o700 });
        const file = openSync(pathOf(ref), 'wx', 0o600);
        try {
          writeFileSync(file, seal(wrappingKey, place(ref), fresh));
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
        return fresh;
      }, 'EEXIST');
      const key = made ?? get(ref);
      if (key === undefined) throw new ShieldError('keys.unavailable');
      return key;
    },
    destroy: (ref) => void orUnavailable(() => rmSync(pathOf(ref), { force: true })),
  };
}

/** @param expected code of the one fault that is an answer: then undefined is returned */
function orUnavailable<T>(work: () => T, expected?: string): T | undefined {
  try {
    return work();
  } catch (cause) {
    const code = codeOf(cause);
    if (code !== undefined && code === expected) return undefined;
    if (code === undefined) throw cause;
    throw new ShieldError('keys.unavailable', { cause });
  }
}

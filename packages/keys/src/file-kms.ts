import { randomBytes } from 'node:crypto';
import { invariant } from '@hrd-shield/contracts';
import type { Kms } from '@hrd-shield/pipeline';
import { AES_KEY_BYTES, open, seal } from './aes-seal.ts';

/** A version of the master key. */
export interface MasterKey {
  /** Such as `file1`. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

export interface FileKmsConfig {
  /** The last one wraps; the earlier ones still open. */
  readonly masterKeys: readonly MasterKey[];
}

/** Stands for a service of keys on the local stack: the master key lies in a file. */
export function createFileKms({ masterKeys }: FileKmsConfig): Kms {
  const current = masterKeys.at(-1);
  invariant(current !== undefined, 'a service of keys has a master key');
  const place = (keyId: string, context: string) => ({ keyId, purpose: 'kms', context });
  const wrap = (purpose: string, plain: Uint8Array): string =>
    seal(current.bytes, place(current.id, purpose), plain);
  const unwrap = (purpose: string, wrapped: string): Uint8Array => {
    const keyId = wrapped.split('.')[1] ?? '';
    const master = masterKeys.find(({ id }) => id === keyId) ?? current;
    return open(master.bytes, place(master.id, purpose), wrapped);
  };
  return {
    generate: async (purpose) => {
      const plain = randomBytes(AES_KEY_BYTES);
      return { plain, wrapped: wrap(purpose, plain) };
    },
    unwrap: async (purpose, wrapped) => unwrap(purpose, wrapped),
    rewrap: async (purpose, wrapped) => wrap(purpose, unwrap(purpose, wrapped)),
  };
}

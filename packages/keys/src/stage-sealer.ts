import { hkdfSync } from 'node:crypto';
import type { StageSealer } from '@hrd-shield/pipeline';
import { AES_KEY_BYTES, open, seal } from './aes-seal.ts';

const KEY_ID = 'st1';
const PURPOSE = 'stage-snapshot';

/**
 * Seals saved states of the stages across defenders, which belong to no single one, under a key
 * derived from the key-encryption key.
 */
export function createStageSealer(keyEncryptionKey: Uint8Array): StageSealer {
  const key = new Uint8Array(
    hkdfSync('sha256', keyEncryptionKey, new Uint8Array(), PURPOSE, AES_KEY_BYTES),
  );
  const place = (context: string) => ({ keyId: KEY_ID, purpose: PURPOSE, context });
  return {
    seal: (context, plain) => seal(key, place(context), plain),
    open: (context, sealed) => open(key, place(context), sealed),
  };
}

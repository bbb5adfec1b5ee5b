import { type CipherKey, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Sealed, ShieldError } from '@hrd-shield/contracts';

/** Length of a key of AES-256-GCM, bytes. */
export const AES_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with a fresh nonce: `nonce` and `ciphertext || tag`. */
export function encrypt(
  key: CipherKey,
  aad: string,
  plain: Uint8Array,
): { readonly nonce: Buffer; readonly body: Buffer } {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(aad));
  return {
    nonce,
    body: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

/** @throws ShieldError `seal.broken` */
export function decrypt(key: CipherKey, aad: string, nonce: Buffer, body: Buffer): Buffer {
  if (nonce.length !== NONCE_BYTES || body.length < TAG_BYTES) throw new ShieldError('seal.broken');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(Buffer.from(aad));
    decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
    const plain = decipher.update(body.subarray(0, body.length - TAG_BYTES));
    // Nothing is left to decrypt in this mode: it throws unless all of it is authentic.
    decipher.final();
    return plain;
  } catch (cause) {
    throw new ShieldError('seal.broken', { cause });
  }
}

/** Where a sealed value belongs: authenticated, so that it cannot be moved elsewhere. */
export interface SealPlace {
  readonly keyId: string;
  readonly purpose: string;
  readonly context: string;
}

/** Joined with lengths, so that no two places give the same bytes. */
function aadOf({ keyId, purpose, context }: SealPlace): string {
  return `${keyId.length}:${keyId}|${purpose.length}:${purpose}|${context.length}:${context}`;
}

/**
 * AES-256-GCM under a random nonce, as `s1.<key id>.<nonce>.<body and tag>`. It opens at the same
 * place alone: a value that is moved to another purpose or defender is broken.
 */
export function seal(key: CipherKey, place: SealPlace, plain: Uint8Array): Sealed {
  const { nonce, body } = encrypt(key, aadOf(place), plain);
  const text = `s1.${place.keyId}.${nonce.toString('base64url')}.${body.toString('base64url')}`;
  return text as Sealed;
}

/** @throws ShieldError `seal.broken` */
export function open(key: CipherKey, place: SealPlace, sealed: string): Buffer {
  const [version, keyId, nonce, body, rest] = sealed.split('.');
  if (version !== 's1' || keyId !== place.keyId || nonce === undefined || rest !== undefined) {
    throw new ShieldError('seal.broken');
  }
  const nonceBytes = Buffer.from(nonce, 'base64url');
  return decrypt(key, aadOf(place), nonceBytes, Buffer.from(body ?? '', 'base64url'));
}

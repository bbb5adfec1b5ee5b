import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { type Boxed, ShieldError } from '@hrd-shield/contracts';
import type { PlatformBox } from '@hrd-shield/pipeline';
import { AES_KEY_BYTES, decrypt, encrypt } from './aes-seal.ts';
import { BoundedCache } from './bounded-cache.ts';

/** A key of the platform adapter, raw 32 bytes, and the name of its version. */
export interface PlatformKey {
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** One ephemeral key serves this many boxes: each box has its own nonce under the shared secret. */
const BOXES_PER_EPHEMERAL = 4_096;
const CACHE_ENTRIES_MAX = 20_000;
const INFO = 'hrd-shield platform box 1';

const SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * Boxes to the platform adapter: X25519, HKDF-SHA-256, AES-256-GCM. The shield itself cannot open
 * them. The boxes of accounts seen last are kept, since a campaign repeats its actors.
 */
export function createPlatformBox(publicKey: PlatformKey): PlatformBox {
  const theirs = publicKeyOf(publicKey.bytes);
  const cache = new BoundedCache<string, Boxed>(CACHE_ENTRIES_MAX);
  let ephemeral = newEphemeral(theirs, publicKey.bytes);
  let left = BOXES_PER_EPHEMERAL;
  return {
    box(plain) {
      const cached = cache.get(plain);
      if (cached !== undefined) return cached;
      if (left === 0) {
        ephemeral = newEphemeral(theirs, publicKey.bytes);
        left = BOXES_PER_EPHEMERAL;
      }
      left -= 1;
      const { nonce, body } = encrypt(ephemeral.key, publicKey.keyId, Buffer.from(plain));
      const parts = ['b1', publicKey.keyId, ephemeral.shown, text(nonce), text(body)];
      const boxed = parts.join('.') as Boxed;
      cache.set(plain, boxed);
      return boxed;
    },
  };
}

/**
 * Opens boxes: the platform's side.
 * @throws ShieldError `seal.unknown-key` | `seal.broken`
 */
export function createBoxOpener(privateKey: PlatformKey): (boxed: string) => string {
  const own = createPrivateKey({
    key: Buffer.concat([PKCS8, privateKey.bytes]),
    format: 'der',
    type: 'pkcs8',
  });
  const ownPublic = rawPublic(createPublicKey(own));
  const secrets = new BoundedCache<string, Buffer>(1_024);
  return (boxed) => {
    const [version, keyId, shown, nonce, body] = boxed.split('.');
    if (version !== 'b1' || shown === undefined || nonce === undefined || body === undefined) {
      throw new ShieldError('seal.broken');
    }
    if (keyId !== privateKey.keyId) throw new ShieldError('seal.unknown-key');
    const key = secrets.get(shown) ?? sharedKey(own, Buffer.from(shown, 'base64url'), ownPublic);
    secrets.set(shown, key);
    const bytes = (part: string): Buffer => Buffer.from(part, 'base64url');
    return decrypt(key, keyId, bytes(nonce), bytes(body)).toString();
  };
}

/** A new key pair of the platform adapter, raw bytes. */
export function newPlatformKeyPair(): {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
} {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { privateKey: pkcs8.subarray(PKCS8.length), publicKey: rawPublic(publicKey) };
}

function newEphemeral(theirs: KeyObject, theirBytes: Uint8Array): { key: Buffer; shown: string } {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const shown = rawPublic(publicKey);
  const secret = diffieHellman({ privateKey, publicKey: theirs });
  return { key: derive(secret, shown, theirBytes), shown: text(shown) };
}

function sharedKey(own: KeyObject, ephemeral: Buffer, ownPublic: Uint8Array): Buffer {
  if (ephemeral.length !== 32) throw new ShieldError('seal.broken');
  const secret = diffieHellman({ privateKey: own, publicKey: publicKeyOf(ephemeral) });
  return derive(secret, ephemeral, ownPublic);
}

/** Both public keys go in as salt, so that the key belongs to this pair alone. */
function derive(secret: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array): Buffer {
  const salt = Buffer.concat([ephemeral, recipient]);
  return Buffer.from(hkdfSync('sha256', secret, salt, INFO, AES_KEY_BYTES));
}

function publicKeyOf(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
}

function rawPublic(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}

function text(bytes: Buffer): string {
  return bytes.toString('base64url');
}

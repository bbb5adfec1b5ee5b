import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { AuditRoot } from '@hrd-shield/contracts';
import type { RootSigner, RootVerifier } from '@hrd-shield/pipeline';

/** DER headers of raw 32-byte Ed25519 keys. @source RFC 8410 */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_ID = 'ar1';

type Unsigned = Omit<AuditRoot, 'signature'>;

/** Signs heads of the audit chain with the private key of the ring, raw bytes. */
export function createRootSigner(privateKey: Uint8Array): RootSigner {
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, privateKey]),
    format: 'der',
    type: 'pkcs8',
  });
  return {
    sign(chain, { hash, seq }, at) {
      const root: Unsigned = { chain, seq, hash, at, keyId: KEY_ID };
      return { ...root, signature: sign(null, bytesOf(root), key).toString('base64url') };
    },
  };
}

/** Knows which roots the holder of the private key has signed. */
export function createRootVerifier(publicKey: Uint8Array): RootVerifier {
  const key = createPublicKey({
    key: Buffer.concat([SPKI, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return {
    holds: (root) =>
      root.keyId === KEY_ID &&
      verify(null, bytesOf(root), key, Buffer.from(root.signature, 'base64url')),
  };
}

/** A new pair, raw bytes. */
export function newAuditKeyPair(): {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
} {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length),
  };
}

function bytesOf({ at, chain, hash, keyId, seq }: Unsigned): Buffer {
  return Buffer.from(JSON.stringify(['audit-root-1', chain, seq, hash, at, keyId]));
}

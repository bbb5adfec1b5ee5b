import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { ShieldError } from '@hrd-shield/contracts';
import { bytesOf, type ReleaseFiles } from './data-files.ts';

/** Lines of `sha256sum`: whoever has that program can check every file. */
export function checksumsOf(files: ReleaseFiles): string {
  return Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    .join('');
}

/** Files that are not what the checksums say; files without a line count too. */
export function misfits(files: ReleaseFiles, checksums: string): readonly string[] {
  const wanted = new Map(
    checksums.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
      const [sum, name] = line.split('  ');
      return sum === undefined || name === undefined ? [] : [[name, sum]];
    }),
  );
  const found = new Set(Object.keys(files));
  const missing = [...wanted.keys()].filter((name) => !found.has(name));
  const wrong = Object.entries(files).flatMap(([name, bytes]) =>
    wanted.get(name) === createHash('sha256').update(bytes).digest('hex') ? [] : [name],
  );
  return [...missing, ...wrong];
}

/**
 * Signs a text with Ed25519.
 * @param key private key, PEM
 * @returns base64
 * @throws ShieldError `config.invalid` when it is no such key
 */
export function signText(of: string, key: string): string {
  return sign(
    null,
    bytesOf(of),
    keyOf(() => createPrivateKey(key)),
  ).toString('base64');
}

/** @param key public key, PEM @throws ShieldError `config.invalid` when it is no such key */
export function isSigned(of: string, signature: string, key: string): boolean {
  const open = keyOf(() => createPublicKey(key));
  return verify(null, bytesOf(of), open, Buffer.from(signature, 'base64'));
}

/** The public key of a private one, PEM. @throws ShieldError `config.invalid` */
export function publicKeyOf(key: string): string {
  return keyOf(() => createPublicKey(key))
    .export({ type: 'spki', format: 'pem' })
    .toString();
}

function keyOf<K extends { readonly asymmetricKeyType?: string }>(read: () => K): K {
  let key: K;
  try {
    key = read();
  } catch {
    throw new ShieldError('config.invalid', { detail: 'a key is not PEM' });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new ShieldError('config.invalid', { detail: 'a key is not of Ed25519' });
}

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const ID_BYTES = 16;

/** Base64url without padding; works in the workflow sandbox, which has no `Buffer`. */
export function base64url(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] ?? 0;
    const b = bytes[i + 1] ?? 0;
    const c = bytes[i + 2] ?? 0;
    out += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | (b >> 4));
    if (i + 1 < bytes.length) out += ALPHABET.charAt(((b & 15) << 2) | (c >> 6));
    if (i + 2 < bytes.length) out += ALPHABET.charAt(c & 63);
  }
  return out;
}

/**
 * A deterministic id: the same parts give the same id, so that redelivery changes nothing.
 * Parts are joined with their lengths, so that `('ab','c')` and `('a','bc')` differ.
 *
 * @param prefix one letter that names the kind, as in `ids.ts`
 * @param parts what makes the thing unique; never an account id in clear
 * @returns `<prefix>_` and 22 base64url characters (128 bits of SHA-256)
 */
export function deriveId(prefix: string, ...parts: readonly (string | number)[]): string {
  const joined = parts.map((part) => `${String(part).length}:${part}`).join('|');
  return `${prefix}_${base64url(sha256(utf8ToBytes(`${prefix}|${joined}`)).subarray(0, ID_BYTES))}`;
}

/** Hex SHA-256 of a text; names policy files and formulas. */
export function sha256Hex(text: string): string {
  return Array.from(sha256(utf8ToBytes(text)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}

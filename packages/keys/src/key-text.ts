import { ShieldError } from '@hrd-shield/contracts';

/** How a key stands in its file: base64url and the end of a line. */
export function keyText(bytes: Uint8Array): string {
  return `${Buffer.from(bytes).toString('base64url')}\n`;
}

/**
 * @param name of the key, for who has to mend the file
 * @throws ShieldError `keys.unavailable` when the text holds another length
 */
export function parseKey(text: string, name: string, keyBytes: number): Uint8Array {
  const bytes = Buffer.from(text.trim(), 'base64url');
  if (bytes.length === keyBytes) return bytes;
  const detail = `key file ${name} must hold ${keyBytes} bytes, base64url`;
  throw new ShieldError('keys.unavailable', { detail });
}

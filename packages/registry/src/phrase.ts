import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** The slow salted hash of a phrase, as it is kept under seal. */
export function phraseHash(phrase: string): string {
  const salt = randomBytes(SALT_BYTES);
  return `${salt.toString('base64url')}.${hashOf(phrase, salt).toString('base64url')}`;
}

/** Whether it is the phrase; takes as long where none was agreed. */
export function isPhrase(phrase: string, kept: string | undefined): boolean {
  const [salt = '', hash = ''] = kept?.split('.', 2) ?? [];
  const given = hashOf(phrase, Buffer.from(salt, 'base64url'));
  const expected = Buffer.from(hash, 'base64url');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** A frightened hand types without capitals or with two spaces. */
function hashOf(phrase: string, salt: Uint8Array): Buffer {
  const plain = phrase.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
  return scryptSync(plain, salt, HASH_BYTES);
}

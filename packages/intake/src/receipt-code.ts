import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no letters that are taken for digits when they are read out. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LETTER_BITS = 5;
const LENGTH = 26;
const RANDOM_BYTES = 17;
const GROUP = /.{1,5}/g;

/** A code of 130 random bits that can be read out on the telephone, in groups. */
export function newReceiptCode(): string {
  let bits = BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`);
  let code = '';
  for (let n = 0; n < LENGTH; n += 1) {
    code += LETTERS[Number(bits & 31n)];
    bits >>= BigInt(LETTER_BITS);
  }
  return (code.match(GROUP) ?? []).join('-');
}

/** As it is compared: without groups, in capitals. */
export function plainReceipt(code: string): string {
  return code.replaceAll('-', '').replaceAll(' ', '').toUpperCase();
}

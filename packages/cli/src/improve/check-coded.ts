import { ShieldError } from '@hrd-shield/contracts';

const CODED = /^[a-z0-9][a-z0-9-]{1,47}$/;

/**
 * What is typed here is kept for years and read by many: coded words alone, nothing about a person.
 * @throws ShieldError `config.invalid` that does not repeat what was typed
 */
export function checkCoded(flag: string, word: string): void {
  if (CODED.test(word)) return;
  const detail = `${flag} is coded: 2 to 48 lower-case letters, digits and hyphens`;
  throw new ShieldError('config.invalid', { detail });
}

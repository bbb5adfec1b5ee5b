import { createHmac } from 'node:crypto';

/** The keyed digest that recognises an account, hex; and the version of its key. */
export interface AccountDigest {
  readonly keyVersion: string;
  digest(account: string | Uint8Array): string;
}

export function createAccountDigest(key: Uint8Array, keyVersion: string): AccountDigest {
  return {
    keyVersion,
    digest: (account) => createHmac('sha256', key).update('account|').update(account).digest('hex'),
  };
}

import { createHmac } from 'node:crypto';
import { ShieldError } from '@hrd-shield/contracts';
import { KEY_VERSIONS_MAX, loadKeyVersion } from './local-keyring.ts';

/** The keyed digest that recognises an account, hex; and the version of its key. */
export interface AccountDigest {
  readonly keyVersion: string;
  digest(account: string | Uint8Array): string;
}

/**
 * HMAC-SHA-256 of the account with its purpose inside. Without the key nobody tells whether an
 * account is on the list.
 */
export function createAccountDigest(key: Uint8Array, keyVersion: string): AccountDigest {
  return {
    keyVersion,
    digest: (account) => createHmac('sha256', key).update('account|').update(account).digest('hex'),
  };
}

/** Digests under the versions of the key that the ring holds. */
export interface DigestRing {
  /** New designations get this one. */
  readonly newest: AccountDigest;
  /**
   * @param keyVersion such as `dg2`; looked for in the ring again where it was not there at the
   *   start, so that a rotation needs no restart
   */
  under(keyVersion: string): AccountDigest | undefined;
  /** Every version that is there, the newest first. */
  all(): readonly AccountDigest[];
}

const PREFIX = 'dg';

/**
 * The look-up keys of an installation: `digest.key` is version 1, `digest-2.key` version 2, and so
 * on. During a rotation two of them count.
 * @throws ShieldError `keys.unavailable` where there is none
 */
export function openDigestRing(keysDir: string): DigestRing {
  const known = new Map<string, AccountDigest>();
  const under = (keyVersion: string): AccountDigest | undefined => {
    const found = known.get(keyVersion);
    if (found !== undefined) return found;
    const version = Number(keyVersion.slice(PREFIX.length));
    const isOne = keyVersion === `${PREFIX}${version}` && version >= 1;
    if (!isOne || version > KEY_VERSIONS_MAX) return undefined;
    const key = loadKeyVersion(keysDir, 'digest', version);
    if (key === undefined) return undefined;
    const made = createAccountDigest(key, keyVersion);
    known.set(keyVersion, made);
    return made;
  };
  const all = (): readonly AccountDigest[] => {
    const found: AccountDigest[] = [];
    for (let version = KEY_VERSIONS_MAX; version >= 1; version -= 1) {
      const one = under(`${PREFIX}${version}`);
      if (one !== undefined) found.push(one);
    }
    return found;
  };
  const [newest] = all();
  if (newest === undefined) throw missing();
  return { newest, under, all };
}

function missing(): ShieldError {
  return new ShieldError('keys.unavailable', { detail: 'the ring holds no digest key' });
}

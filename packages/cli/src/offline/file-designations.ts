import { createHash, createHmac } from 'node:crypto';
import { type DefenderRef, deriveId, type Sealed } from '@hrd-shield/contracts';
import {
  createAccountDigest,
  createAccountTagger,
  createPseudonymiser,
  createTagSet,
  tagToHex,
} from '@hrd-shield/keys';
import {
  DefenderIndex,
  type Pseudonymiser,
  type VaultKeys,
  vaultEntry,
} from '@hrd-shield/pipeline';
import { readDesignations } from '@hrd-shield/registry';

/** Whom a file designates, ready for screening. */
export interface FileDesignations {
  readonly index: DefenderIndex;
  readonly pseudonyms: Pseudonymiser;
  /** Recognise what lies in a vault. */
  readonly vaultKeys: VaultKeys;
  readonly count: number;
  account(ref: string): string | undefined;
  /** What the defender consented to, and the language of notices. */
  consentOf(ref: string): DesignationConsent | undefined;
}

/** The part of a designation that rules read. */
export interface DesignationConsent {
  readonly allowedMeasures: readonly string[];
  /** BCP 47. */
  readonly language: string;
}

const DIGEST_KEY = 'file';
const NO_PART = 's1.file.AAAAAAAAAAAAAAAA.A' as Sealed;
const TAG_SEED_BYTES = 8;

/**
 * Reads designations from a file, without registry and keyring. Pseudonyms are keyed by the file
 * itself: the same files give the same output, and who does not hold the file cannot undo them.
 * @throws ShieldError `designation.bad-file`
 */
export function fileDesignations(text: string): FileDesignations {
  const secret = createHash('sha256').update('offline|').update(text).digest();
  const keyFor = (purpose: string) => createHmac('sha256', secret).update(purpose).digest();
  const digester = createAccountDigest(keyFor('digest'), DIGEST_KEY);
  const tagOf = createAccountTagger(keyFor('tag').subarray(0, TAG_SEED_BYTES));
  const vaultKeys: VaultKeys = { tagOf, digestOf: digester.digest };
  const index = new DefenderIndex({
    tagOf,
    digestOf: digester.digest,
    digestKey: DIGEST_KEY,
    tags: createTagSet(),
  });
  const accounts = new Map<string, string>();
  const consents = new Map<string, DesignationConsent>();
  for (const { entry } of readDesignations(text)) {
    const account = Buffer.from(entry.account);
    const digest = digester.digest(account);
    const ref = deriveId('d', digest) as DefenderRef;
    accounts.set(ref, entry.account);
    consents.set(ref, { allowedMeasures: entry.allowedMeasures, language: entry.language });
    index.apply(
      {
        ref,
        version: 1,
        state: 'active',
        probe: entry.probe,
        expiresAt: Date.parse(entry.expiresAt),
        screening: NO_PART,
        protection: NO_PART,
      },
      {
        digest,
        digestKey: DIGEST_KEY,
        tag: tagToHex(tagOf(account)),
        dataClasses: entry.dataClasses,
        vault: entry.vault.flatMap((one) => vaultEntry(ref, one, vaultKeys) ?? []),
      },
    );
  }
  return {
    index,
    pseudonyms: createPseudonymiser(keyFor('pseudonym')),
    vaultKeys,
    count: accounts.size,
    account: (ref) => accounts.get(ref),
    consentOf: (ref) => consents.get(ref),
  };
}

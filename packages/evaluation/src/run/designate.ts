import { createHash } from 'node:crypto';
import {
  DATA_CLASSES,
  type DefenderRef,
  deriveId,
  type Sealed,
  type VaultEntry,
} from '@hrd-shield/contracts';
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
import { privateFactsOf } from '@hrd-shield/world';

const DIGEST_KEY = 'evaluation';
const NO_PART = 's1.evaluation.AAAAAAAAAAAAAAAA.A' as Sealed;
const TAG_SEED_BYTES = 8;
const secretFor = (purpose: string): Buffer =>
  createHash('sha256').update(`evaluation|${purpose}`).digest();

/** Accounts and things of a population that acts in run after run. */
const REFS_KEPT = 20_000;

/** Pseudonyms of every evaluation: nobody in it is real. */
export const PSEUDONYMS = remembering(createPseudonymiser(secretFor('pseudonyms')));
const TAG_OF = createAccountTagger(secretFor('tags').subarray(0, TAG_SEED_BYTES));
const DIGESTER = createAccountDigest(secretFor('digests'), DIGEST_KEY);

/** Keys under which the vaults of these defenders are recognised. */
export const VAULT_KEYS: VaultKeys = { tagOf: TAG_OF, digestOf: DIGESTER.digest };

/** The same references, each computed once while it is in use. */
function remembering(all: Pseudonymiser): Pseudonymiser {
  return { ...all, actor: kept(all.actor), object: kept(all.object) };
}

function kept<R extends string>(refOf: (name: string) => R): (name: string) => R {
  const known = new Map<string, R>();
  return (name) => {
    const seen = known.get(name);
    if (seen !== undefined) return seen;
    if (known.size >= REFS_KEPT) known.clear();
    const ref = refOf(name);
    known.set(name, ref);
    return ref;
  };
}

/** The pseudonym of a designated account. */
export function defenderOf(account: string): DefenderRef {
  return deriveId('d', account) as DefenderRef;
}

/** An index of these accounts and no other: active, consenting to everything, with a vault. */
export function designate(accounts: readonly string[]): DefenderIndex {
  const index = new DefenderIndex({
    ...VAULT_KEYS,
    digestKey: DIGEST_KEY,
    tags: createTagSet(),
  });
  for (const account of accounts) {
    const bytes = Buffer.from(account);
    const ref = defenderOf(account);
    index.apply(
      {
        ref,
        version: 1,
        state: 'active',
        probe: false,
        expiresAt: Number.MAX_SAFE_INTEGER,
        screening: NO_PART,
        protection: NO_PART,
      },
      {
        digest: DIGESTER.digest(bytes),
        digestKey: DIGEST_KEY,
        tag: tagToHex(TAG_OF(bytes)),
        dataClasses: [...DATA_CLASSES],
        vault: vaultOf(account, ref),
      },
    );
  }
  return index;
}

function vaultOf(account: string, ref: DefenderRef): VaultEntry[] {
  const { address, phone } = privateFactsOf(account);
  return (
    [
      { kind: 'phone', value: phone },
      { kind: 'address', value: address },
    ] as const
  ).flatMap((fact) => vaultEntry(ref, fact, VAULT_KEYS) ?? []);
}

import type { Recogniser } from '@hrd-shield/pipeline';
import { openDigestRing } from './account-digest.ts';
import { createAccountTagger } from './account-tag.ts';
import { loadKey } from './local-keyring.ts';
import { createTagSet } from './tag-set.ts';

/**
 * What recognises designated accounts, with an empty set: for `ingest` and `hold` alone.
 * @throws ShieldError `keys.unavailable`
 */
export async function loadRecogniser(dir: string): Promise<Recogniser> {
  const ring = openDigestRing(dir);
  return {
    tagOf: createAccountTagger(await loadKey(dir, 'tag-seed')),
    digestOf: ring.newest.digest,
    digestKey: ring.newest.keyVersion,
    digestUnder: (keyVersion) => ring.under(keyVersion)?.digest,
    tags: createTagSet(),
  };
}

import type { Recogniser } from '@hrd-shield/pipeline';
import { createAccountDigest } from './account-digest.ts';
import { createAccountTagger } from './account-tag.ts';
import { DIGEST_KEY_VERSION, loadKey } from './local-keyring.ts';
import { createTagSet } from './tag-set.ts';

/**
 * What recognises designated accounts, with an empty set: for `ingest` and `hold` alone.
 * @throws ShieldError `keys.unavailable`
 */
export async function loadRecogniser(dir: string): Promise<Recogniser> {
  const { digest, keyVersion } = createAccountDigest(
    await loadKey(dir, 'digest'),
    DIGEST_KEY_VERSION,
  );
  return {
    tagOf: createAccountTagger(await loadKey(dir, 'tag-seed')),
    digestOf: digest,
    digestKey: keyVersion,
    tags: createTagSet(),
  };
}

import type { ActorRef, DefenderRef, ProtectionPart, ScreeningPart } from '@hrd-shield/contracts';
import {
  createAccountTagger,
  createFolderKeyStore,
  createPlatformBox,
  createPseudonymiser,
  dataKeysDir,
  loadKey,
  loadPlatformKey,
  newDefenderRef,
  openDigestRing,
  openProtectionSealer,
  openScreeningSealer,
  tagToHex,
} from '@hrd-shield/keys';
import { type VaultKeys, vaultEntry } from '@hrd-shield/pipeline';
import type { DesignationEntry } from './designation-entry.ts';
import type { DesignationSealer } from './ports.ts';

/**
 * Seals designations with the keyring of a folder.
 * @throws ShieldError `keys.unavailable`
 */
export async function createLocalSealer(keysDir: string): Promise<DesignationSealer> {
  const digester = openDigestRing(keysDir).newest;
  const tagOf = createAccountTagger(await loadKey(keysDir, 'tag-seed'));
  const screeningSealer = await openScreeningSealer(keysDir);
  const protectionSealer = await openProtectionSealer(keysDir);
  const pseudonyms = createPseudonymiser(await loadKey(keysDir, 'pseudonym'));
  const platform = createPlatformBox(await loadPlatformKey(keysDir, 'public'));
  const keys = createFolderKeyStore({
    dir: dataKeysDir(keysDir),
    keyEncryptionKey: await loadKey(keysDir, 'kek'),
  });
  return {
    newRef: newDefenderRef,
    seal: async (ref, entry) => {
      const digest = digester.digest(entry.account);
      const screening: ScreeningPart = {
        digest,
        digestKey: digester.keyVersion,
        tag: tagToHex(tagOf(Buffer.from(entry.account))),
        dataClasses: entry.dataClasses,
        actor: pseudonyms.actor(entry.account) as ActorRef,
        ...vaultOf(ref, entry, { tagOf, digestOf: digester.digest }),
      };
      const protection: ProtectionPart = {
        account: platform.box(entry.account),
        allowedMeasures: entry.allowedMeasures,
        language: entry.language,
      };
      await keys.create(ref);
      return {
        digest,
        digestKey: digester.keyVersion,
        screening: screeningSealer.seal(ref, screening),
        protection: protectionSealer.seal(ref, protection),
      };
    },
    destroy: async (ref) => {
      screeningSealer.destroy(ref);
      protectionSealer.destroy(ref);
      await keys.destroy(ref);
    },
  };
}

/** What of the vault can be recognised, as keyed hashes; the values go nowhere. */
function vaultOf(
  ref: DefenderRef,
  { dataClasses, vault }: DesignationEntry,
  keys: VaultKeys,
): Pick<ScreeningPart, 'vault'> {
  if (!dataClasses.includes('vault')) return {};
  const entries = vault.map((one) => vaultEntry(ref, one, keys));
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === 0 ? {} : { vault: known };
}

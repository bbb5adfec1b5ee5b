import {
  type ActorRef,
  type DefenderRef,
  type ProtectionPart,
  type ScreeningPart,
  type SealedPartName,
  ShieldError,
} from '@hrd-shield/contracts';
import {
  createAccountTagger,
  createDefenderSealer,
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
import {
  bookedSealer,
  type MachineBook,
  type PlatformBox,
  SEAL_PURPOSES,
  type SealPurpose,
  sealNarrowing,
  type VaultKeys,
  vaultEntry,
} from '@hrd-shield/pipeline';
import { openStop, sealStop } from './asked-stop.ts';
import { DETAILS, type DetailsOf } from './details.ts';
import type { DesignationSealer, Published } from './ports.ts';

/**
 * Seals designations with the keyring of a folder.
 * @param book accounts for what a machine opens; absent where each opening has an audit row
 * @throws ShieldError `keys.unavailable`
 */
export async function createLocalSealer(
  keysDir: string,
  book?: MachineBook,
): Promise<DesignationSealer> {
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
  const own = createDefenderSealer(keys);
  const sealer = book === undefined ? own : bookedSealer(own, book);
  return {
    newRef: newDefenderRef,
    newKey: (ref) => keys.create(ref),
    seal: (ref, published) => {
      const digest = digester.digest(published.account);
      const screening: ScreeningPart = {
        digest,
        digestKey: digester.keyVersion,
        tag: tagToHex(tagOf(Buffer.from(published.account))),
        dataClasses: published.dataClasses,
        actor: pseudonyms.actor(published.account) as ActorRef,
        ...vaultOf(ref, published, { tagOf, digestOf: digester.digest }),
      };
      return {
        digest,
        digestKey: digester.keyVersion,
        screening: screeningSealer.seal(ref, screening),
        protection: protectionSealer.seal(ref, protectionOf(published, platform)),
      };
    },
    sealPart: (ref, part, details) =>
      sealer.seal(ref, PURPOSE_OF[part], Buffer.from(JSON.stringify(details))),
    sealStop: (ref, asked) => sealStop(sealer, ref, asked),
    sealNarrowing: (ref, classes) => sealNarrowing(sealer, ref, classes),
    openStop: (ref, sealed) => openStop(sealer, ref, sealed),
    boxAccount: (account) => platform.box(account),
    openPart: async (ref, part, sealed) => {
      const plain = await sealer.open(ref, PURPOSE_OF[part], sealed);
      const parsed = DETAILS[part].safeParse(JSON.parse(Buffer.from(plain).toString()));
      if (!parsed.success) throw new ShieldError('record.bad-schema', { context: { ref } });
      return parsed.data as DetailsOf<typeof part>;
    },
    destroy: async (ref) => {
      screeningSealer.destroy(ref);
      protectionSealer.destroy(ref);
      await keys.destroy(ref);
    },
  };
}

const PURPOSE_OF: Readonly<Record<SealedPartName, SealPurpose>> = {
  identity: SEAL_PURPOSES.registryIdentity,
  contact: SEAL_PURPOSES.registryContact,
  delegates: SEAL_PURPOSES.registryDelegates,
  risk: SEAL_PURPOSES.registryRisk,
  profile: SEAL_PURPOSES.registryProfile,
};

function protectionOf(published: Published, platform: PlatformBox): ProtectionPart {
  const { account, allowedMeasures, conflicts, contactHours, country, language, safePath } =
    published;
  return {
    account: platform.box(account),
    allowedMeasures,
    language,
    ...(conflicts.length === 0 ? {} : { conflicts }),
    ...(contactHours === undefined ? {} : { contactHours }),
    ...(country === undefined ? {} : { country }),
    ...(safePath === undefined ? {} : { safePath }),
  };
}

/** What of the vault can be recognised, as keyed hashes; the values go nowhere. */
function vaultOf(
  ref: DefenderRef,
  { dataClasses, vault }: Published,
  keys: VaultKeys,
): Pick<ScreeningPart, 'vault'> {
  if (!dataClasses.includes('vault')) return {};
  const entries = vault.map((one) => vaultEntry(ref, one, keys));
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === 0 ? {} : { vault: known };
}

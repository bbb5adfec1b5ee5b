import type { DefenderRef, ScreeningPart, Sealed } from '@hrd-shield/contracts';
import {
  createDefenderSealer,
  createFolderKeyStore,
  createPlatformBox,
  createPseudonymiser,
  dataKeysDir,
  loadKey,
  loadPlatformKey,
  loadRecogniser,
  openScreeningSealer,
} from '@hrd-shield/keys';
import {
  bookedOpening,
  bookedSealer,
  type DefenderSealer,
  type MachineBook,
  PART_PURPOSES,
  type PlatformBox,
  type Pseudonymiser,
  type Recogniser,
} from '@hrd-shield/pipeline';

/** The keys of `ingest`, and no other: with its set they are the list of defenders. */
export interface IngestKeys {
  readonly recogniser: Recogniser;
  readonly openScreening: (ref: DefenderRef, sealed: Sealed) => ScreeningPart;
  readonly pseudonyms: Pseudonymiser;
  readonly box: PlatformBox;
  readonly sealer: DefenderSealer;
}

/** @throws ShieldError `keys.unavailable` */
export async function loadKeys(dir: string, book: MachineBook): Promise<IngestKeys> {
  const store = createFolderKeyStore({
    dir: dataKeysDir(dir),
    keyEncryptionKey: await loadKey(dir, 'kek'),
  });
  return {
    recogniser: await loadRecogniser(dir),
    openScreening: bookedOpening(
      (await openScreeningSealer(dir)).open,
      book,
      PART_PURPOSES.screening,
    ),
    pseudonyms: createPseudonymiser(await loadKey(dir, 'pseudonym')),
    box: createPlatformBox(await loadPlatformKey(dir, 'public')),
    sealer: bookedSealer(createDefenderSealer(store), book),
  };
}

import { createDefenderSealer, createFolderKeyStore, dataKeysDir, loadKey } from '@hrd-shield/keys';
import type { DefenderSealer } from '@hrd-shield/pipeline';
import type { Installation } from './installation.ts';

/** Opens what is sealed under the data keys of an installation, as `detect` may. */
export async function sealerOf(at: Installation): Promise<DefenderSealer> {
  return createDefenderSealer(
    createFolderKeyStore({
      dir: dataKeysDir(at.keysDir),
      keyEncryptionKey: await loadKey(at.keysDir, 'kek'),
    }),
  );
}

import { type DefenderRef, ShieldError } from '@hrd-shield/contracts';
import type { DefenderSealer, KeyStore } from '@hrd-shield/pipeline';
import { open, seal } from './aes-seal.ts';

const KEY_ID = 'dk1';

/** Seals under the data key of one defender; purpose and defender are authenticated. */
export function createDefenderSealer(keys: KeyStore): DefenderSealer {
  async function keyOf(defender: DefenderRef): Promise<Uint8Array> {
    const key = await keys.get(defender);
    if (key === undefined) throw new ShieldError('seal.unknown-key', { context: { defender } });
    return key;
  }
  const place = (defender: string, purpose: string) => ({
    keyId: KEY_ID,
    purpose,
    context: defender,
  });
  return {
    seal: async (defender, purpose, plain) =>
      seal(await keyOf(defender), place(defender, purpose), plain),
    open: async (defender, purpose, sealed) =>
      open(await keyOf(defender), place(defender, purpose), sealed),
  };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  DefenderRef,
  ProtectionPart,
  ScreeningPart,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import { PART_PURPOSES } from '@hrd-shield/pipeline';
import { open, seal } from './aes-seal.ts';
import { loadKey } from './local-keyring.ts';
import { createPartKeys, type PartKeys } from './part-keys.ts';

/** Seals and opens one part of designation records, each under a key of its own. */
export interface PartSealer<Part> {
  /** Makes the key of the part with the first seal. */
  seal(ref: DefenderRef, part: Part): Sealed;
  /** @throws ShieldError `seal.unknown-key` | `seal.broken` | `record.bad-schema` */
  open(ref: DefenderRef, sealed: Sealed): Part;
  /** Every copy of the part becomes unreadable, backups and old segments included. */
  destroy(ref: DefenderRef): void;
}

/** For `designate`, `ingest` and `hold`. @throws ShieldError `keys.unavailable` */
export async function openScreeningSealer(keysDir: string): Promise<PartSealer<ScreeningPart>> {
  const keys = await keysOf(keysDir, 'screening', 'sk1');
  return partSealer(keys, { keyId: 'sp2', purpose: PART_PURPOSES.screening }, ScreeningPart);
}

/** For `designate` and `respond`. @throws ShieldError `keys.unavailable` */
export async function openProtectionSealer(keysDir: string): Promise<PartSealer<ProtectionPart>> {
  const keys = await keysOf(keysDir, 'protection', 'pk1');
  return partSealer(keys, { keyId: 'pp2', purpose: PART_PURPOSES.protection }, ProtectionPart);
}

/** Whether the screening part of a designation can still be opened; opens nothing. */
export function hasScreeningKey(keysDir: string, ref: DefenderRef): boolean {
  return existsSync(join(keysDir, 'screening-keys', `${DefenderRef.parse(ref)}.key`));
}

async function keysOf(
  keysDir: string,
  name: 'screening' | 'protection',
  keyId: string,
): Promise<PartKeys> {
  const key = await loadKey(keysDir, name);
  return createPartKeys({ dir: join(keysDir, `${name}-keys`), wrapping: { keyId, key } });
}

interface PartSchema<Part> {
  safeParse(json: unknown): { success: true; data: Part } | { success: false };
}

function partSealer<Part>(
  keys: PartKeys,
  at: { readonly keyId: string; readonly purpose: string },
  schema: PartSchema<Part>,
): PartSealer<Part> {
  return {
    seal: (ref, part) =>
      seal(keys.create(ref), { ...at, context: ref }, Buffer.from(JSON.stringify(part))),
    open: (ref, sealed) => {
      const key = keys.get(ref);
      if (key === undefined) throw new ShieldError('seal.unknown-key', { context: { ref } });
      const plain = open(key, { ...at, context: ref }, sealed).toString();
      const parsed = schema.safeParse(JSON.parse(plain));
      if (!parsed.success) throw new ShieldError('record.bad-schema', { context: { ref } });
      return parsed.data;
    },
    destroy: (ref) => keys.destroy(ref),
  };
}

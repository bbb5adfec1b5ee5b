import {
  type DefenderRef,
  ProtectionPart,
  ScreeningPart,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import { open, seal } from './aes-seal.ts';

/** Seals and opens one part of designation records. */
export interface PartSealer<Part> {
  seal(ref: DefenderRef, part: Part): Sealed;
  /** @throws ShieldError `seal.broken` | `record.bad-schema` */
  open(ref: DefenderRef, sealed: Sealed): Part;
}

/** For `designate`, `ingest` and `hold`. */
export function createScreeningSealer(key: Uint8Array): PartSealer<ScreeningPart> {
  return partSealer(key, { keyId: 'sk1', purpose: 'designation.screening' }, ScreeningPart);
}

/** For `designate` and `respond`. */
export function createProtectionSealer(key: Uint8Array): PartSealer<ProtectionPart> {
  return partSealer(key, { keyId: 'pk1', purpose: 'designation.protection' }, ProtectionPart);
}

interface PartSchema<Part> {
  safeParse(json: unknown): { success: true; data: Part } | { success: false };
}

function partSealer<Part>(
  key: Uint8Array,
  at: { readonly keyId: string; readonly purpose: string },
  schema: PartSchema<Part>,
): PartSealer<Part> {
  return {
    seal: (ref, part) => seal(key, { ...at, context: ref }, Buffer.from(JSON.stringify(part))),
    open: (ref, sealed) => {
      const plain = open(key, { ...at, context: ref }, sealed).toString();
      const parsed = schema.safeParse(JSON.parse(plain));
      if (!parsed.success) throw new ShieldError('record.bad-schema', { context: { ref } });
      return parsed.data;
    },
  };
}

import {
  DATA_CLASSES,
  type DataClass,
  type DefenderRef,
  type Sealed,
  ShieldError,
} from '@hrd-shield/contracts';
import { z } from 'zod';
import type { DefenderSealer } from '../ports/keys.ts';
import { SEAL_PURPOSES } from '../seal-purposes.ts';

/** All are as long as this under seal, so that the size says nothing of the classes. */
const PADDED_BYTES = 256;

const Classes = z.array(z.enum(DATA_CLASSES)).min(1).max(DATA_CLASSES.length);

/** @throws ShieldError `seal.unknown-key` when the defender was erased */
export function sealNarrowing(
  sealer: Pick<DefenderSealer, 'seal'>,
  ref: DefenderRef,
  classes: readonly DataClass[],
): Promise<Sealed> {
  const plain = Buffer.alloc(PADDED_BYTES, ' ');
  plain.write(JSON.stringify(classes));
  return sealer.seal(ref, SEAL_PURPOSES.narrowing, plain);
}

/** @throws ShieldError `seal.unknown-key` | `seal.broken` | `record.bad-schema` */
export async function openNarrowing(
  sealer: Pick<DefenderSealer, 'open'>,
  ref: DefenderRef,
  sealed: Sealed,
): Promise<readonly DataClass[]> {
  const plain = await sealer.open(ref, SEAL_PURPOSES.narrowing, sealed);
  const parsed = Classes.safeParse(JSON.parse(Buffer.from(plain).toString()));
  if (!parsed.success) throw new ShieldError('record.bad-schema', { context: { ref } });
  return parsed.data;
}

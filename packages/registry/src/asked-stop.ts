import { type DefenderRef, type Sealed, ShieldError } from '@hrd-shield/contracts';
import { Phrase } from '@hrd-shield/contracts/desk';
import { type DefenderSealer, SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { z } from 'zod';

/** Every word is as long as this under seal, so that its size says nothing of what was asked. */
const PADDED_BYTES = 1_024;

/** What somebody asked at the desk while the registry's database was away. */
export const AskedStop = z.strictObject({
  by: z.enum(['defender', 'delegate']),
  kind: z.enum(['pause', 'withdraw']),
  /** Only the registry knows what it means. */
  phrase: Phrase,
});
export type AskedStop = z.infer<typeof AskedStop>;

/** @throws ShieldError `seal.unknown-key` when the defender was erased */
export function sealStop(
  sealer: DefenderSealer,
  ref: DefenderRef,
  asked: AskedStop,
): Promise<Sealed> {
  const plain = Buffer.alloc(PADDED_BYTES, ' ');
  plain.write(JSON.stringify(asked));
  return sealer.seal(ref, SEAL_PURPOSES.askedStop, plain);
}

/** @throws ShieldError `seal.unknown-key` | `seal.broken` | `record.bad-schema` */
export async function openStop(
  sealer: DefenderSealer,
  ref: DefenderRef,
  sealed: Sealed,
): Promise<AskedStop> {
  const plain = await sealer.open(ref, SEAL_PURPOSES.askedStop, sealed);
  const parsed = AskedStop.safeParse(JSON.parse(Buffer.from(plain).toString()));
  if (!parsed.success) throw new ShieldError('record.bad-schema', { context: { ref } });
  return parsed.data;
}

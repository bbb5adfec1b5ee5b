import { DATA_CLASSES, type DefenderRef, type Sealed, ShieldError } from '@hrd-shield/contracts';
import { Phrase } from '@hrd-shield/contracts/desk';
import { type DefenderSealer, SEAL_PURPOSES } from '@hrd-shield/pipeline';
import { z } from 'zod';

/** Every word is as long as this under seal, so that its size says nothing of what was asked. */
const PADDED_BYTES = 1_024;

/** Only the registry knows what the phrase means. */
const Said = z.strictObject({ by: z.enum(['defender', 'delegate']), phrase: Phrase });

/** What somebody asked at the desk while the registry's database was away. */
export const AskedStop = z.discriminatedUnion('kind', [
  Said.extend({ kind: z.enum(['pause', 'withdraw']) }),
  Said.extend({
    kind: z.literal('narrow-consent'),
    classes: z.array(z.enum(DATA_CLASSES)).min(1).max(DATA_CLASSES.length),
  }),
]);
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
